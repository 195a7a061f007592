package labs.compute.window;

import java.io.Serial;
import java.io.Serializable;

/** Something that happened to {@code key} at {@code time}, in milliseconds. */
public record Event(String key, long time) implements Serializable {
    @Serial private static final long serialVersionUID = 1;
}
