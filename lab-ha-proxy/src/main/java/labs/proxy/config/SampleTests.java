package labs.proxy.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import labs.proxy.config.SampleTest.How;

/** Reads tests of samples: {@code SAMPLE[,CONVERTER…] [-i] [-m HOW] [-f FILE] PATTERN…}. */
final class SampleTests {
    private static final List<String> SUFFIXES =
            List.of("_beg", "_end", "_sub", "_dir", "_dom", "_reg", "_len", "_str");

    private final List<String> patterns = new ArrayList<>();
    private boolean ignoreCase;
    private How how;

    static Acl read(String name, String word, List<String> rest) {
        return new SampleTests().acl(name, word, rest);
    }

    private Acl acl(String name, String word, List<String> rest) {
        Sample sample = sample(word);
        int at = flags(rest);
        patterns.addAll(rest.subList(at, rest.size()));
        How compared = how == null ? usual(sample) : how;
        boolean numbers = compared == How.INT || compared == How.LEN;
        if (patterns.isEmpty() && compared != How.FOUND && compared != How.BOOL) {
            throw new LineException("'" + word + "' without a pattern to compare with");
        }
        check(compared);
        return new Acl(
                name,
                Acl.Criterion.SAMPLE,
                "",
                ignoreCase,
                numbers ? List.of() : patterns,
                numbers ? Range.read(patterns) : List.of(),
                Optional.of(new SampleTest(sample, compared)));
    }

    // The end of the first name may say how to compare: path_beg, hdr_sub(host).
    private Sample sample(String word) {
        int end = word.replaceFirst("[(,].*", "").length();
        String fetch = word.substring(0, end);
        for (String suffix : SUFFIXES) {
            String before = fetch.endsWith(suffix) ? fetch.replaceAll(suffix + "$", "") : "";
            if (!Samples.isFetch(fetch) && Samples.isFetch(before)) {
                how = How.valueOf(suffix.substring(1).toUpperCase(Locale.ROOT));
                return Samples.read(before + word.substring(end));
            }
        }
        return Samples.read(word);
    }

    private int flags(List<String> words) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-") && !isNumber(words.get(at))) {
            String flag = words.get(at++);
            switch (flag) {
                case "--" -> {
                    return at;
                }
                case "-i" -> ignoreCase = true;
                case "-n" -> {} // nothing is ever looked up
                case "-m" -> how = how(argument(words, at++));
                case "-f" -> patterns.addAll(lines(argument(words, at++)));
                default ->
                        throw Words.unsupported(
                                "flag", flag, List.of("-i", "-n", "-m", "-f", "--"));
            }
        }
        return at;
    }

    private static boolean isNumber(String word) {
        return word.matches("-\\d+");
    }

    private static String argument(List<String> words, int at) {
        if (at >= words.size()) {
            throw new LineException("the line ends behind a flag that wants a value");
        }
        return words.get(at);
    }

    private static How how(String word) {
        try {
            return How.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            var names = new ArrayList<String>();
            for (How one : How.values()) {
                names.add(one.name().toLowerCase(Locale.ROOT));
            }
            throw Words.unsupported("-m", word, names);
        }
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new LineException("cannot read '" + file + "': " + e.getMessage());
        }
    }

    private static How usual(Sample sample) {
        return switch (Samples.type(sample)) {
            case TRUTH -> How.BOOL;
            case NUMBER -> How.INT;
            case ADDRESS -> How.IP;
            case TEXT -> How.STR;
        };
    }

    private static String bytes(String hex) {
        if (!hex.matches("([0-9a-fA-F]{2})*")) {
            throw new LineException("'" + hex + "' is not hexadecimal");
        }
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private void check(How compared) {
        if (compared == How.IP) {
            patterns.forEach(Conditions::network);
        } else if (compared == How.BIN) {
            patterns.replaceAll(SampleTests::bytes);
        } else if (compared == How.REG) {
            for (String pattern : patterns) {
                try {
                    Pattern.compile(pattern);
                } catch (PatternSyntaxException e) {
                    throw new LineException(
                            "'" + pattern + "' is no pattern: " + e.getDescription());
                }
            }
        }
    }
}
