package labs.mq.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A broker that is measured: what it is called, where it is, and what it costs. */
record Side(String name, String address, long pid) {
    /** What its process holds of the machine's memory, in megabytes. */
    double residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("the process " + pid + " is gone", e);
        }
    }

    /** The CPU time of its process so far. */
    Duration cpu() {
        return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow();
    }
}
