package labs.compute.mapreduce;

import java.io.IOException;

/** A reducer cannot have the output of a map: its worker died, or its disk fails. */
final class MapOutputGoneException extends IOException {
    private static final long serialVersionUID = 1;

    private final int map;

    MapOutputGoneException(int map, IOException cause) {
        super("the output of map task " + map + ": " + cause.getMessage(), cause);
        this.map = map;
    }

    int map() {
        return map;
    }
}
