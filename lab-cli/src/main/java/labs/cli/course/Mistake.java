package labs.cli.course;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import labs.cli.problem.Problems;

/**
 * A wrong solution that the tests must catch.
 *
 * @param source the YAML file that plants it
 * @param text what the student got wrong
 * @param file what it changes, relative to the module's folder
 * @param by the test class that catches it, which is run first; empty when nobody said
 */
public record Mistake(
        Path source,
        String exercise,
        String text,
        String file,
        Optional<String> by,
        List<Replacement> replacements) {

    /** One change; {@code line} is where it stands in the YAML file. */
    public record Replacement(String find, String with, int line) {}

    public Mistake {
        replacements = List.copyOf(replacements);
    }

    /** Those test classes in the order in which it is caught soonest. */
    public List<String> order(List<String> tests) {
        return Stream.concat(by.stream(), tests.stream()).distinct().toList();
    }

    /** The name of the file without {@code .yaml}. */
    public String name() {
        return source.getFileName().toString().replaceFirst("\\.yaml$", "");
    }

    /**
     * The reference with the mistake in it.
     *
     * @throws labs.cli.problem.CourseException if a text to find does not occur exactly once
     */
    public String applyTo(String reference) {
        Problems problems = new Problems();
        String mistaken = reference;
        for (Replacement replacement : replacements) {
            mistaken = replace(mistaken, replacement, problems);
        }
        problems.throwIfAny();
        return mistaken;
    }

    private String replace(String text, Replacement replacement, Problems problems) {
        int first = text.indexOf(replacement.find());
        if (first < 0 || first != text.lastIndexOf(replacement.find())) {
            problems.add(
                    source,
                    replacement.line(),
                    "the text to find occurs %s in %s, and must occur exactly once",
                    first < 0 ? "nowhere" : "more than once",
                    file);
            return text;
        }
        int end = first + replacement.find().length();
        return text.substring(0, first) + replacement.with() + text.substring(end);
    }
}
