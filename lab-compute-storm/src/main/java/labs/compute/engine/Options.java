package labs.compute.engine;

import java.io.Serializable;

/**
 * How large an engine is.
 *
 * @param workers how many processes its tasks are spread over
 * @param joinTasks also the number of tasks that group
 * @param splitBytes about how much of a file one task reads at a time
 * @param partitionBits of the number of partitions that the join keys are spread over
 * @param ranges how many ranges the sorted rows are cut into
 * @param memory bytes that waiting rows may take in each worker; what is more goes to disk
 * @param spill a directory for that on every worker's machine
 * @param timeoutSeconds after how long a tuple that nobody acked counts as lost
 * @param host the address at which workers reach the driver
 */
public record Options(
        int workers,
        int scanTasks,
        int joinTasks,
        int rangeTasks,
        long splitBytes,
        int partitionBits,
        int ranges,
        long memory,
        String spill,
        int timeoutSeconds,
        String host)
        implements Serializable {

    static final long SPLIT_BYTES = 4_000_000;
    static final int RANGES = 128;

    /** So many that a hash table of one of ten million rows fits into a processor's cache. */
    private static final int PARTITION_BITS = 9;

    static final int PARTITIONS = 1 << PARTITION_BITS;

    /** For one machine: two tasks of each kind. */
    public static Options local(long memory) {
        String spill = System.getProperty("java.io.tmpdir");
        return new Options(
                1, 2, 2, 2, SPLIT_BYTES, PARTITION_BITS, RANGES, memory, spill, 20, "127.0.0.1");
    }

    /** The same with so many processes, and tasks of each kind. */
    public Options withTasks(int processes, int tasks) {
        return new Options(
                processes,
                tasks,
                tasks,
                tasks,
                splitBytes,
                partitionBits,
                ranges,
                memory,
                spill,
                timeoutSeconds,
                host);
    }

    /** The same, spilling there. */
    public Options withSpill(String directory) {
        return new Options(
                workers,
                scanTasks,
                joinTasks,
                rangeTasks,
                splitBytes,
                partitionBits,
                ranges,
                memory,
                directory,
                timeoutSeconds,
                host);
    }

    /** The same, with the driver at another address. */
    public Options withHost(String address) {
        return new Options(
                workers,
                scanTasks,
                joinTasks,
                rangeTasks,
                splitBytes,
                partitionBits,
                ranges,
                memory,
                spill,
                timeoutSeconds,
                address);
    }

    /** The first partition, or range, of {@code task}; those up to the next task's are its own. */
    static int first(int task, int tasks, int parts) {
        return (int) ((long) task * parts / tasks);
    }

    /** Whose it is: the task with {@code first(task) <= part < first(task + 1)}. */
    static int ownerOf(int part, int tasks, int parts) {
        return (int) (((long) (part + 1) * tasks - 1) / parts);
    }
}
