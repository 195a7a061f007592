package labs.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads a configuration. Each line is read by itself, so that all that is wrong is said at once.
 * Not thread-safe; the methods that make one are.
 */
public final class ConfigReader {
    private static final Pattern LINES = Pattern.compile("\r?\n");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final GlobalKeywords global = new GlobalKeywords();
    private Section defaults = new Section(Section.Kind.DEFAULTS, "", null);
    private boolean inGlobal;
    private Section section;

    private ConfigReader(String file) {
        this.file = file;
    }

    /**
     * Reads a file, with the variables of this process's environment.
     *
     * @throws IOException if it cannot be read
     * @throws ConfigException if anything in it is wrong or not supported
     */
    public static Configuration read(Path file) throws IOException, ConfigException {
        return read(file.toString(), Files.readString(file), System::getenv);
    }

    /**
     * Reads a text.
     *
     * @param file what messages call it
     * @param variables the value of a variable, null if it has none
     * @throws ConfigException if anything in it is wrong or not supported
     */
    public static Configuration read(String file, String text, UnaryOperator<String> variables)
            throws ConfigException {
        return new ConfigReader(file).configuration(text, variables);
    }

    private Configuration configuration(String text, UnaryOperator<String> variables)
            throws ConfigException {
        int number = 0;
        for (String line : LINES.split(text, -1)) {
            number++;
            accept(number, line, variables);
        }
        problems.addAll(new Links(file, sections).problems());
        if (!problems.isEmpty()) {
            problems.sort(java.util.Comparator.comparingInt(Problem::line));
            throw new ConfigException(problems);
        }
        return new Configuration(
                global.global(),
                sections.stream().filter(Section::isFrontend).map(Section::frontend).toList(),
                sections.stream().filter(Section::isBackend).map(Section::backend).toList());
    }

    private void accept(int number, String text, UnaryOperator<String> variables) {
        try {
            List<String> words = Tokenizer.words(text, variables);
            if (!words.isEmpty()) {
                accept(new ConfigLine(file, number, words));
            }
        } catch (LineException e) {
            problems.add(new Problem(file, number, e.getMessage()));
        }
    }

    private void accept(ConfigLine line) {
        switch (line.words().get(0)) {
            case "global", "defaults", "frontend", "backend", "listen" -> begin(line);
            default -> inSection(line);
        }
    }

    private void inSection(ConfigLine line) {
        if (inGlobal) {
            global.accept(line);
        } else if (section != null) {
            ProxyKeywords.accept(line, section);
        } else {
            throw new LineException(
                    "'"
                            + line.words().get(0)
                            + "' outside a section: global, defaults, frontend, backend, listen");
        }
    }

    private void begin(ConfigLine line) {
        var words = new Words(line.words());
        String kind = words.next("a section");
        inGlobal = kind.equals("global");
        if (!inGlobal) {
            begin(Section.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), words, line);
        }
        words.end();
    }

    private void begin(Section.Kind kind, Words words, ConfigLine line) {
        if (kind == Section.Kind.DEFAULTS) {
            defaults = new Section(kind, words.hasNext() ? words.next("a name") : "", line);
            section = defaults;
            return;
        }
        // A section without a name goes on being read, for what else may be wrong in it.
        section = Section.withDefaults(kind, words.peek(), line, defaults);
        String name = words.next("the section's name");
        if (!name.matches("[A-Za-z0-9_.:-]+")) {
            throw new LineException("name '" + name + "' has more than letters, digits, _-.:");
        }
        sections.add(section);
    }
}
