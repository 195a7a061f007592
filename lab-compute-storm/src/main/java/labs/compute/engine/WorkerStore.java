package labs.compute.engine;

import java.io.IOException;
import java.nio.file.Path;
import labs.compute.spill.MemoryBudget;
import labs.compute.spill.SpillDirectory;

/** The memory and the disk that all tasks of a worker share. Lives as long as the process. */
record WorkerStore(MemoryBudget budget, SpillDirectory spill) {
    private static WorkerStore shared; // guarded by the class
    private static Options made; // guarded by the class

    /** This process's; a new one if the sizes are others than those of the one before. */
    static synchronized WorkerStore of(Options options) throws IOException {
        if (shared == null || !options.equals(made)) {
            shared =
                    new WorkerStore(
                            new MemoryBudget(options.memory()),
                            SpillDirectory.open(Path.of(options.spill())));
            made = options;
        }
        return shared;
    }
}
