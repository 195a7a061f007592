package labs.cli.run;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** An ordered list of jars and class directories. Immutable. */
public record ClassPath(List<Path> entries) {
    public ClassPath {
        entries = List.copyOf(entries);
    }

    /** Reads the form of the {@code -cp} option. */
    public static ClassPath parse(String text) {
        return new ClassPath(
                Arrays.stream(text.trim().split(File.pathSeparator))
                        .filter(entry -> !entry.isBlank())
                        .map(Path::of)
                        .toList());
    }

    /** This class path behind {@code first}. */
    public ClassPath after(Path... first) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(entries);
        return new ClassPath(all);
    }

    /** This class path before {@code last}. */
    public ClassPath before(Path... last) {
        var all = new ArrayList<>(entries);
        all.addAll(List.of(last));
        return new ClassPath(all);
    }

    /** The entries that {@code wanted} accepts, in their order. */
    public ClassPath only(Predicate<Path> wanted) {
        return new ClassPath(entries.stream().filter(wanted).toList());
    }

    /** As the {@code -cp} option wants it. */
    @Override
    public String toString() {
        return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
