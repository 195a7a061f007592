package labs.proxy.config;

import java.util.List;
import java.util.Map;

/** Which arguments of samples and converters must be numbers: a wrong one is told with its line. */
final class SampleNumbers {

    private static final Map<String, List<Integer>> PLACES =
            Map.ofEntries(
                    Map.entry("rand", List.of(0)),
                    Map.entry("date", List.of(0)),
                    Map.entry("int", List.of(0)),
                    Map.entry("req.payload", List.of(0, 1)),
                    Map.entry("payload", List.of(0, 1)),
                    Map.entry("capture.req.hdr", List.of(0)),
                    Map.entry("capture.res.hdr", List.of(0)),
                    Map.entry("capture-req", List.of(0)),
                    Map.entry("field", List.of(0)),
                    Map.entry("word", List.of(0)),
                    Map.entry("bytes", List.of(0, 1)),
                    Map.entry("sha2", List.of(0)),
                    Map.entry("crc32", List.of(0)),
                    Map.entry("be2dec", List.of(1)),
                    Map.entry("be2hex", List.of(1)),
                    Map.entry("http_date", List.of(0)),
                    Map.entry("utime", List.of(1)),
                    Map.entry("ltime", List.of(1)));

    /** Those whose argument is a number, or the name of a variable, which has a dot in it. */
    private static final List<String> OPERATIONS =
            List.of("add", "sub", "mul", "div", "mod", "and", "or", "xor");

    private SampleNumbers() {}

    static void check(Sample.Call call) {
        String name = call.name();
        for (int place : PLACES.getOrDefault(name, ofFamily(name))) {
            number(call, place);
        }
        if (OPERATIONS.contains(name) && call.argument(0, "").indexOf('.') < 0) {
            if (call.arguments().isEmpty()) {
                throw new LineException(name + " wants a number or a variable in its brackets");
            }
            number(call, 0);
        }
        if (name.equals("bin") && !call.argument(0, "").matches("([0-9a-fA-F]{2})*")) {
            throw new LineException("'" + call.argument(0, "") + "' is not hexadecimal");
        }
        if (name.equals("rand") && call.argument(0, "1").matches("0|-.*")) {
            throw new LineException(
                    "rand(" + call.argument(0, "") + ") has nothing to choose from");
        }
    }

    // The second argument of headers says which value; the only one of sc_… says which counter.
    private static List<Integer> ofFamily(String name) {
        if (name.matches("(req\\.|res\\.|s)?f?hdr(_val|_ip)?")) {
            return List.of(1);
        }
        return name.startsWith("sc_") ? List.of(0) : List.of();
    }

    private static void number(Sample.Call call, int place) {
        String argument = call.argument(place, "0");
        if (!argument.isEmpty()) {
            Values.number(
                    argument, call.name() + "'s argument", Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
    }
}
