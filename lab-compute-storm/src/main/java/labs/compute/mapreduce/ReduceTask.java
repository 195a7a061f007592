package labs.compute.mapreduce;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Merges one segment of each map task and writes what the job makes of each key. */
final class ReduceTask {
    private ReduceTask() {}

    /**
     * Writes lines of key, tabulator and value into the file, which must not exist.
     *
     * @param segments local copies, sorted; closed in the end
     */
    static void run(Job job, List<Run.RecordReader> segments, Path file) throws IOException {
        // BEGIN SOLUTION
        try (var merge = new Merge(segments);
                OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(file), 256 * 1024)) {
            Groups.reduce(
                    merge,
                    job,
                    (key, value) -> {
                        out.write(key.bytes, key.offset, key.length);
                        out.write('\t');
                        out.write(value.bytes, value.offset, value.length);
                        out.write('\n');
                    });
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }
}
