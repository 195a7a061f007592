package labs.compute.mapreduce;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A job and how it is to be run.
 *
 * @param job its class; workers make it by its constructor without parameters
 * @param inputs files of text
 * @param output a directory that is not there yet
 * @param reducers how many parts the result has
 * @param workers how many processes work
 * @param heapMegabytes of each worker
 * @param splitBytes of each map task
 * @param speculates whether slow tasks are given out twice
 */
public record JobSpec(
        Class<? extends Job> job,
        List<Path> inputs,
        Path output,
        int reducers,
        int workers,
        int heapMegabytes,
        long splitBytes,
        boolean speculates) {
    private static final int MOST_REDUCERS = 1_000;
    private static final int LEAST_HEAP = 8;

    /**
     * @throws IllegalArgumentException if workers could not make the job, or a number is out of
     *     bounds
     */
    public JobSpec {
        inputs = List.copyOf(inputs);
        check(isMakeable(job), job.getName() + " has no constructor without parameters");
        check(reducers >= 1 && reducers <= MOST_REDUCERS, reducers + " reducers: 1 to 1000");
        check(workers >= 1, workers + " workers: at least 1");
        check(heapMegabytes >= LEAST_HEAP, heapMegabytes + " MB of heap: at least " + LEAST_HEAP);
        check(splitBytes >= 1, "splits of " + splitBytes + " bytes: at least 1");
    }

    private static boolean isMakeable(Class<?> job) {
        return Stream.of(job.getDeclaredConstructors())
                .anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    private static void check(boolean isFine, String otherwise) {
        if (!isFine) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Two workers of 256 MB, four parts, splits of 32 MB. */
    public static JobSpec of(Class<? extends Job> job, List<Path> inputs, Path output) {
        return new JobSpec(job, inputs, output, 4, 2, 256, 32 << 20, true);
    }

    public JobSpec withReducers(int count) {
        return new JobSpec(
                job, inputs, output, count, workers, heapMegabytes, splitBytes, speculates);
    }

    public JobSpec withHeapMegabytes(int count) {
        return new JobSpec(job, inputs, output, reducers, workers, count, splitBytes, speculates);
    }

    public JobSpec withWorkers(int count) {
        return new JobSpec(
                job, inputs, output, reducers, count, heapMegabytes, splitBytes, speculates);
    }

    public JobSpec withSplitBytes(long bytes) {
        return new JobSpec(
                job, inputs, output, reducers, workers, heapMegabytes, bytes, speculates);
    }

    public JobSpec withSpeculation(boolean on) {
        return new JobSpec(job, inputs, output, reducers, workers, heapMegabytes, splitBytes, on);
    }
}
