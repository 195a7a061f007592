package labs.compute.stream;

import java.io.Serial;
import java.io.Serializable;
import java.util.Comparator;

/** A word and how often it came. The greater count comes first, of equal ones the smaller word. */
public record Ranked(String word, long count) implements Comparable<Ranked>, Serializable {
    @Serial private static final long serialVersionUID = 1;

    private static final Comparator<Ranked> ORDER =
            Comparator.comparingLong(Ranked::count).reversed().thenComparing(Ranked::word);

    @Override
    public int compareTo(Ranked other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return word + " " + count;
    }
}
