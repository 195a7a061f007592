package labs.compute.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The most memory that processes had at once, as Linux counts it, and their processor time. */
final class ProcessWatch {
    private final Map<Long, Duration> processorTime = new HashMap<>();
    private long largest;

    /** Looks at the processes as long as they live: the figures are gone with them. */
    void look(List<ProcessHandle> processes) {
        for (ProcessHandle process : processes) {
            largest = Math.max(largest, megabytes(process.pid()).orElse(0L));
            process.info()
                    .totalCpuDuration()
                    .ifPresent(time -> processorTime.put(process.pid(), time));
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
        String memory =
                largest == 0
                        ? "unknown here"
                        : "largest worker %d MB, coordinator %d MB".formatted(largest, own);
        long seconds = processorTime.values().stream().mapToLong(Duration::toSeconds).sum();
        return "peak memory: %s; processor time of the workers: %d s".formatted(memory, seconds);
    }
}
