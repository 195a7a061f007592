package labs.cli.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import labs.cli.run.FileTree;
import org.objectweb.asm.ClassReader;

/**
 * Which classes can be come to from others: those whose names they hold, in whatever form, and so
 * on. That is more than a run ever loads: a name in a text counts too, since it may be loaded by
 * it, here or in a process that is started with it. Immutable after {@link #of}.
 *
 * <p>Source: The Java Virtual Machine Specification, 4.4, the constant pool.
 */
final class Reach {
    private static final Pattern NAME = Pattern.compile("[\\w$]+(?:[./][\\w$]+)+");
    private static final String CLASS = ".class";
    private static final int UTF8_TAG = 1;

    private final Map<String, Set<String>> named = new HashMap<>(); // by names such as a/b/C$D
    private final Set<String> inResources = new HashSet<>();

    private Reach() {}

    /** Reads the class files below these directories, and the resources, which anybody may read. */
    static Reach of(List<Path> directories) {
        Map<String, Path> classes = new HashMap<>();
        List<Path> resources = new ArrayList<>();
        for (Path directory : directories) {
            for (Path file : FileTree.files(directory)) {
                String name = directory.relativize(file).toString();
                if (name.endsWith(CLASS)) {
                    classes.put(name.substring(0, name.length() - CLASS.length()), file);
                } else {
                    resources.add(file);
                }
            }
        }
        var reach = new Reach();
        Set<String> known = classes.keySet();
        classes.forEach((name, file) -> reach.named.put(name, names(read(file), known)));
        resources.forEach(
                file -> addNames(new String(read(file), ISO_8859_1), known, reach.inResources));
        return reach;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Set<String> names(byte[] bytes, Set<String> known) {
        var reader = new ClassReader(bytes);
        Set<String> names = new HashSet<>();
        for (int item = 1; item < reader.getItemCount(); item++) {
            int at = reader.getItem(item); // behind the tag; 0 behind a long, which takes two items
            if (at > 0 && bytes[at - 1] == UTF8_TAG) {
                String text = new String(bytes, at + 2, reader.readUnsignedShort(at), UTF_8);
                addNames(text, known, names);
            }
        }
        return names;
    }

    private static void addNames(String text, Set<String> known, Set<String> names) {
        Matcher found = NAME.matcher(text);
        while (found.find()) {
            String name = found.group().replace('.', '/');
            Stream.of(name, name.substring(1)) // in a descriptor behind an L
                    .filter(known::contains)
                    .forEach(names::add);
        }
    }

    /** All that can be come to from these classes, with themselves; names such as a.b.C. */
    Set<String> from(Collection<String> classes) {
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(inResources);
        classes.forEach(name -> next.add(name.replace('.', '/')));
        while (!next.isEmpty()) {
            String name = next.remove();
            if (reached.add(name)) {
                next.addAll(named.getOrDefault(name, Set.of()));
            }
        }
        var dotted = new HashSet<String>();
        reached.forEach(name -> dotted.add(name.replace('/', '.')));
        return dotted;
    }
}
