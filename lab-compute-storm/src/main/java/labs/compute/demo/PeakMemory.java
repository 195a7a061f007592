package labs.compute.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The most memory that processes had at once, as Linux counts it; elsewhere it is unknown. */
final class PeakMemory {
    private long largest;

    /** Looks at the processes as long as they live: the counter is gone with them. */
    void look(List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            largest = Math.max(largest, megabytes(process.pid()).orElse(0L));
        }
    }

    private static Optional<Long> megabytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // no Linux, or the process is gone
        }
    }

    @Override
    public String toString() {
        long own = megabytes(ProcessHandle.current().pid()).orElse(0L);
        return largest == 0
                ? "peak memory: unknown here"
                : "peak memory: largest worker %d MB, coordinator %d MB".formatted(largest, own);
    }
}
