package labs.proxy.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import labs.proxy.config.Sample;

/** {@code map(FILE,OTHERWISE)}: a key and a value on each line; the first that fits is taken. */
final class MapFile {
    private MapFile() {}

    static SampleValues.Converter converter(String how, Sample.Call call) {
        Map<String, String> entries = read(call.argument(0, ""));
        String otherwise = call.argument(1, null);
        if (how.isEmpty() || how.equals("_str") || how.equals("_int")) {
            return (value, seen) -> entries.getOrDefault(SampleValues.text(value), otherwise);
        }
        BiPredicate<String, String> fits = fits(how);
        var all = new ArrayList<>(entries.entrySet());
        return (value, seen) -> {
            String text = SampleValues.text(value);
            for (Map.Entry<String, String> entry : all) {
                if (fits.test(text, entry.getKey())) {
                    return entry.getValue();
                }
            }
            return otherwise;
        };
    }

    /** {@code map_regm}: the value may hold what the pattern's groups have found. */
    static SampleValues.Converter references(Sample.Call call) {
        Map<String, String> entries = read(call.argument(0, ""));
        String otherwise = call.argument(1, null);
        return (value, seen) -> {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                var matcher = Pattern.compile(entry.getKey()).matcher(SampleValues.text(value));
                if (matcher.find()) {
                    var filled = new StringBuilder();
                    matcher.appendReplacement(filled, Converters.javaReplacement(entry.getValue()));
                    return filled.substring(matcher.start());
                }
            }
            return otherwise;
        };
    }

    private static BiPredicate<String, String> fits(String how) {
        return switch (how) {
            case "_beg" -> String::startsWith;
            case "_end" -> String::endsWith;
            case "_sub" -> String::contains;
            case "_reg" -> (text, pattern) -> Pattern.compile(pattern).matcher(text).find();
            case "_dom" -> (text, part) -> ("." + text + ".").contains("." + part + ".");
            default ->
                    (text, network) -> {
                        var address = SampleValues.address(text);
                        return address != null
                                && Conditions.network(network).test(address.getAddress());
                    };
        };
    }

    private static Map<String, String> read(String file) {
        var entries = new LinkedHashMap<String, String>();
        try {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
                String[] words = line.strip().split("\\s+", 2);
                if (words.length == 2 && !line.startsWith("#")) {
                    entries.putIfAbsent(words[0], words[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read map " + file, e);
        }
        return entries;
    }
}
