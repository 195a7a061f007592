package labs.proxy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads a configuration. Each line is read by itself, so that all that is wrong is said at once.
 * Not thread-safe; the methods that make one are.
 */
public final class ConfigReader {
    private static final Pattern LINES = Pattern.compile("\r?\n");

    /** Sections about other processes: what they say changes nothing that a client sees. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("peers", "resolvers", "mailers");

    private static final Set<String> UNSUPPORTED =
            Set.of("cache", "program", "fcgi-app", "ring", "log-forward", "crt-store");

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private final Set<String> warned = new HashSet<>();
    private final List<Section> sections = new ArrayList<>();
    private final Map<String, Section> namedDefaults = new HashMap<>();
    private final GlobalKeywords global = new GlobalKeywords();
    private final Preprocessor preprocessor;
    private final UnaryOperator<String> variables;
    private Section defaults = new Section(Section.Kind.DEFAULTS, "", null);
    private Place place = Place.NOWHERE;
    private String users = "";
    private String errors = "";
    private final Map<String, Map<Integer, String>> errorPages = new HashMap<>(); // by their names
    private Section section;
    private boolean indented; // whether any line of a section was

    /** Where the next line belongs. */
    private enum Place {
        NOWHERE,
        GLOBAL,
        PROXY,
        USERS,
        ERRORS,
        PASSED_OVER
    }

    private ConfigReader(String file, UnaryOperator<String> environment) {
        this.file = file;
        this.variables =
                name -> {
                    String own = global.variable(name);
                    return own == null ? environment.apply(name) : own;
                };
        this.preprocessor = new Preprocessor(variables);
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
     * Reads several files as one, with the variables of this process's environment.
     *
     * @throws IOException if one cannot be read
     * @throws ConfigException if anything in them is wrong or not supported
     */
    public static Configuration read(List<Path> files) throws IOException, ConfigException {
        if (files.size() == 1) {
            return read(files.get(0));
        }
        var all = new StringBuilder();
        for (Path file : files) {
            all.append(Files.readString(file)).append('\n');
        }
        return read(files.toString(), all.toString(), System::getenv);
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
        return new ConfigReader(file, variables).configuration(text);
    }

    /** Whether a condition, as behind {@code .if}, holds in this process's environment. */
    public static boolean holds(String condition) {
        return new Preprocessor(System::getenv).holds(condition.replace(" ", ""));
    }

    private Configuration configuration(String text) throws ConfigException {
        int number = 0;
        for (String line : LINES.split(text, -1)) {
            number++;
            accept(number, line);
        }
        sections.removeIf(one -> one.disabled);
        sections.forEach(this::logTo);
        problems.addAll(new Links(file, sections).problems());
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(Problem::line));
            throw new ConfigException(problems);
        }
        return new Configuration(
                global.global(),
                sections.stream().filter(Section::isFrontend).map(Section::frontend).toList(),
                sections.stream().filter(Section::isBackend).map(Section::backend).toList(),
                warnings);
    }

    private void logTo(Section one) {
        try {
            one.logTo(global.logs());
        } catch (LineException e) {
            problems.add(one.begin.problem(e.getMessage()));
        }
    }

    private void accept(int number, String text) {
        try {
            List<String> words = Tokenizer.words(text, variables);
            if (words.isEmpty()) {
                return;
            }
            boolean directive = words.get(0).startsWith(".") && preprocessor.accept(words);
            if (!directive && preprocessor.isOn()) {
                accept(
                        new ConfigLine(file, number, words),
                        !Character.isWhitespace(text.charAt(0)));
            }
        } catch (LineException e) {
            problems.add(new Problem(file, number, e.getMessage()));
        }
    }

    private void accept(ConfigLine line, boolean atTheEdge) {
        String word = line.words().get(0);
        switch (word) {
            case "global", "defaults", "frontend", "backend", "listen" -> begin(line);
            case "userlist" -> {
                place = Place.USERS;
                users = new Words(line.words().subList(1, line.words().size())).next("its name");
            }
            default -> {
                if (word.equals("http-errors")) {
                    place = Place.ERRORS;
                    errors =
                            new Words(line.words().subList(1, line.words().size()))
                                    .next("its name");
                    errorPages.put(errors, new HashMap<>());
                } else if (WITHOUT_EFFECT.contains(word) && line.words().size() <= 2) {
                    place = Place.PASSED_OVER;
                    warn(line.number(), "section " + word);
                } else if (isSection(word, line, atTheEdge)) {
                    place = Place.PASSED_OVER;
                    throw Words.unsupported(
                            "section",
                            word,
                            List.of(
                                    "global",
                                    "defaults",
                                    "frontend",
                                    "backend",
                                    "listen",
                                    "userlist"));
                } else {
                    indented |= !atTheEdge;
                    inSection(line);
                }
            }
        }
    }

    // Where all other lines stand further in, one at the edge begins something. It is told once,
    // and what follows is of no section that is known.
    private boolean isSection(String word, ConfigLine line, boolean atTheEdge) {
        boolean few = line.words().size() <= 2;
        return (UNSUPPORTED.contains(word) && few)
                || (atTheEdge
                        && few
                        && indented
                        && place != Place.GLOBAL
                        && !ProxyKeywords.isKnown(word));
    }

    private void inSection(ConfigLine line) {
        switch (place) {
            case GLOBAL -> {
                global.accept(line);
                warnAll(line.number(), global.warnings());
            }
            case PROXY -> {
                ProxyKeywords.accept(line, section);
                warnAll(line.number(), section.warnings);
            }
            case ERRORS -> errorPage(new Words(line.words()));
            case USERS -> global.user(users, new Words(line.words()));
            case PASSED_OVER -> {}
            case NOWHERE ->
                    throw new LineException(
                            "'"
                                    + line.words().get(0)
                                    + "' outside a section: global, defaults, frontend, backend,"
                                    + " listen");
        }
    }

    private void errorPage(Words words) {
        if (!words.take("errorfile")) {
            throw Words.unsupported("in http-errors,", words.peek(), List.of("errorfile"));
        }
        int status = words.nextInt("the status", 200, 599);
        errorPages.get(errors).put(status, ErrorPages.read(words.next("the file")));
        words.end();
    }

    private void warnAll(int line, List<String> what) {
        what.forEach(one -> warn(line, one));
        what.clear();
    }

    // Once for each word: a file may say it in every section.
    private void warn(int line, String what) {
        if (warned.add(what)) {
            warnings.add(new Problem(file, line, what + " has no effect here"));
        }
    }

    private void begin(ConfigLine line) {
        var words = new Words(line.words());
        String kind = words.next("a section");
        place = kind.equals("global") ? Place.GLOBAL : Place.PROXY;
        if (place == Place.PROXY) {
            begin(Section.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), words, line);
        }
        words.end();
    }

    private void begin(Section.Kind kind, Words words, ConfigLine line) {
        if (kind == Section.Kind.DEFAULTS) {
            String name = words.hasNext() ? words.next("a name") : "";
            defaults =
                    words.take("from")
                            ? Section.withDefaults(kind, name, line, from(words))
                            : new Section(kind, name, line);
            namedDefaults.put(name, defaults);
            section = defaults;
            section.certificateBase = global.certificateBase();
            section.errorGroups = errorPages;
            return;
        }
        // A section without a name goes on being read, for what else may be wrong in it.
        String peeked = words.peek();
        section = Section.withDefaults(kind, peeked, line, defaults);
        section.certificateBase = global.certificateBase();
        section.errorGroups = errorPages;
        String name = words.next("the section's name");
        if (!name.matches("[A-Za-z0-9_.:-]+")) {
            throw new LineException("name '" + name + "' has more than letters, digits, _-.:");
        }
        if (words.take("from")) {
            section = Section.withDefaults(kind, peeked, line, from(words));
            section.certificateBase = global.certificateBase();
            section.errorGroups = errorPages;
        }
        sections.add(section);
    }

    private Section from(Words words) {
        String name = words.next("the name of a defaults section");
        Section found = namedDefaults.get(name);
        if (found == null) {
            throw new LineException("there is no defaults section '" + name + "' above");
        }
        return found;
    }
}
