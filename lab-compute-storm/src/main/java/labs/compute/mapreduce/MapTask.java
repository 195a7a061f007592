package labs.compute.mapreduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import labs.compute.table.Split;

/** Turns a split into one run, with a segment for each reducer; memory for one buffer. */
final class MapTask {
    private final Job job;
    private final int reducers;
    private final Path directory;
    private final SortBuffer buffer;
    private final List<Run> spills = new ArrayList<>();

    /**
     * @param directory of its own, for what it writes
     * @param bufferBytes to sort in; what does not fit is spilled to the disk
     */
    MapTask(Job job, int reducers, Path directory, int bufferBytes) {
        this.job = job;
        this.reducers = reducers;
        this.directory = directory;
        this.buffer = new SortBuffer(bufferBytes);
    }

    /** Does it; the run lies in the task's directory. */
    Run run(Split split) throws IOException {
        // BEGIN SOLUTION
        try (var lines = new SplitLines(split)) {
            Slice line;
            while ((line = lines.next()) != null) {
                job.map(line, this::collect);
            }
        }
        spill();
        return spills.size() == 1 ? spills.get(0) : mergeSpills();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    // BEGIN SOLUTION
    private void collect(Slice key, Slice value) throws IOException {
        int partition = Objects.checkIndex(job.partition(key, reducers), reducers);
        if (!buffer.add(partition, key, value)) {
            spill();
            if (!buffer.add(partition, key, value)) {
                throw new IOException("a record that does not fit into an empty buffer");
            }
        }
    }

    private void spill() throws IOException {
        Path file = directory.resolve("spill-" + spills.size());
        SortBuffer.Sorted sorted = buffer.sorted();
        write(file, sorted::of);
        buffer.clear();
        spills.add(new Run(file, reducers));
    }

    private Run mergeSpills() throws IOException {
        Path file = directory.resolve("merged");
        write(file, partition -> new Merge(segments(partition)));
        for (Run spill : spills) {
            Files.delete(spill.file());
        }
        return new Run(file, reducers);
    }

    private List<Run.RecordReader> segments(int partition) throws IOException {
        var readers = new ArrayList<Run.RecordReader>();
        for (Run spill : spills) {
            readers.add(spill.segment(partition).records());
        }
        return readers;
    }

    /** Combining here is what makes the shuffle small: a word's count instead of the word. */
    private void write(Path file, Source source) throws IOException {
        try (var writer = new RunWriter(file, reducers)) {
            for (int partition = 0; partition < reducers; partition++) {
                int to = partition;
                Emitter out = (key, value) -> writer.write(to, key, value);
                try (Groups.Records records = source.of(partition)) {
                    if (job.combines()) {
                        Groups.reduce(records, job, out);
                    } else {
                        copy(records, out);
                    }
                }
            }
            writer.finish();
        }
    }

    private static void copy(Groups.Records records, Emitter out) throws IOException {
        while (records.next()) {
            out.emit(records.key(), records.value());
        }
    }

    private interface Source {
        Groups.Records of(int partition) throws IOException;
    }
    // END SOLUTION
}
