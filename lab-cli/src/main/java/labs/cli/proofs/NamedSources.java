package labs.cli.proofs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds the sources of a library that others use: those whose types they name, what these name, and
 * so on. Whoever uses a type names it, or names one whose source names it; so nothing is missed,
 * and that holds for constants too, which class files hold without a name. A word that only looks
 * like a type's name counts, so there may be too many. Immutable.
 */
final class NamedSources {
    private static final Pattern WORD = Pattern.compile("[\\p{Alnum}_$]+");
    private static final Pattern TOP_LEVEL =
            Pattern.compile("(?m)^(?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (\\w+)");

    private final List<Source> sources;

    private NamedSources(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /** A file with the names that it declares and those that it may use. */
    private record Source(Path file, String pack, Set<String> declares, Text text) {
        boolean isNamedIn(Text other) {
            return (other.pack.equals(pack) || other.dotted.contains(pack + "."))
                    && declares.stream().anyMatch(other.words::contains);
        }
    }

    private record Text(String pack, String dotted, Set<String> words) {
        static Text of(String pack, String text) {
            var words = new HashSet<String>();
            var word = WORD.matcher(text);
            while (word.find()) {
                words.add(word.group());
            }
            return new Text(pack, text.replace('/', '.').replaceAll("\\s+", ""), words);
        }
    }

    /** The Java files below these directories, each the root of its packages. */
    static NamedSources of(Collection<Path> roots, Collection<Path> files) {
        var sources = new ArrayList<Source>();
        for (Path file : files) {
            roots.stream()
                    .filter(root -> file.startsWith(root) && file.toString().endsWith(".java"))
                    .forEach(root -> sources.add(source(root, file)));
        }
        return new NamedSources(sources);
    }

    private static Source source(Path root, Path file) {
        String text = read(file);
        String pack = root.relativize(file.getParent()).toString().replace('/', '.');
        var declares = new TreeSet<>(Set.of(simpleName(file)));
        TOP_LEVEL.matcher(text).results().forEach(found -> declares.add(found.group(1)));
        return new Source(file, pack, declares, Text.of(pack, text));
    }

    private static String simpleName(Path file) {
        return file.getFileName().toString().replaceFirst("[.]java$", "");
    }

    /** The files that these use, directly or through others. */
    Set<Path> usedBy(Collection<Path> users) {
        Deque<Text> texts = new ArrayDeque<>();
        users.forEach(user -> texts.add(Text.of(packageOf(user), read(user))));
        Set<Path> used = new TreeSet<>();
        while (!texts.isEmpty()) {
            Text text = texts.remove();
            sources.stream()
                    .filter(source -> source.isNamedIn(text) && used.add(source.file()))
                    .forEach(source -> texts.add(source.text()));
        }
        return used;
    }

    /** Of a file in a usual tree of Maven; a text of another kind has none. */
    private static String packageOf(Path file) {
        String path = String.valueOf(file.getParent()).replace('\\', '/');
        return path.replaceFirst(".*/src/\\w+/java/", "").replace('/', '.');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
