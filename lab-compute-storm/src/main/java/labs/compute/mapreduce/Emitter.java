package labs.compute.mapreduce;

import java.io.IOException;

/** Takes what a map or reduce function gives; both slices are copied. */
@FunctionalInterface
public interface Emitter {
    void emit(Slice key, Slice value) throws IOException;
}
