package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import labs.proxy.config.Sample;

/** What is made of samples: one method or line for each name. */
final class Converters {
    private interface Maker {
        SampleValues.Converter make(Sample.Call call);
    }

    private static final Map<String, Maker> MAKERS = new HashMap<>();

    static {
        text("lower", text -> text.toLowerCase(Locale.ROOT));
        text("upper", text -> text.toUpperCase(Locale.ROOT));
        text("length", text -> (long) text.length());
        text("hex", text -> HexFormat.of().withUpperCase().formatHex(bytes(text)));
        text("base64", text -> Base64.getEncoder().encodeToString(bytes(text)));
        text("b64dec", Converters::decoded);
        MAKERS.put("url_dec", call -> (v, s) -> unescaped(SampleValues.text(v), call));
        text("url_enc", text -> URLEncoder.encode(text, ISO_8859_1).replace("+", "%20"));
        text("host_only", text -> text.replaceFirst(":\\d*$", ""));
        text(
                "port_only",
                text -> text.matches(".*:\\d+") ? Long.valueOf(text.replaceFirst(".*:", "")) : 0L);
        MAKERS.put("crc32", call -> Avalanche.of(call, Converters::crc32));
        text("md5", text -> hash("MD5", text));
        text("sha1", text -> hash("SHA-1", text));
        MAKERS.put(
                "sha2",
                call -> (v, s) -> hash("SHA-" + call.argument(0, "256"), SampleValues.text(v)));
        text("debug", text -> text);
        text(
                "ub64enc",
                text -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text)));
        text("ub64dec", text -> decoded(text.replace('-', '+').replace('_', '/')));
        MAKERS.put(
                "digest",
                call -> (v, s) -> hash(algorithm(call.argument(0, "")), SampleValues.text(v)));
        MAKERS.put("hmac", call -> (v, s) -> keyed(call, SampleValues.text(v), s));
        MAKERS.put("be2hex", call -> (v, s) -> pieces(SampleValues.text(v), call, "%02X"));
        MAKERS.put("be2dec", call -> (v, s) -> pieces(SampleValues.text(v), call, null));
        MAKERS.put(
                "secure_memcmp",
                call -> (v, s) -> equal(v, s.scope().variable(call.argument(0, ""))));
        MAKERS.put("map_regm", call -> MapFile.references(call));
        numbers();
        MAKERS.put("bool", call -> (value, seen) -> SampleValues.truth(value));
        MAKERS.put("not", call -> (value, seen) -> !SampleValues.truth(value));
        MAKERS.put(
                "iif",
                call ->
                        (v, s) ->
                                SampleValues.truth(v)
                                        ? call.argument(0, "")
                                        : call.argument(1, ""));
        MAKERS.put("field", call -> (v, s) -> field(SampleValues.text(v), call));
        MAKERS.put("word", call -> (v, s) -> word(SampleValues.text(v), call));
        MAKERS.put("bytes", call -> (v, s) -> bytesOf(SampleValues.text(v), call));
        MAKERS.put("regsub", Converters::regsub);
        MAKERS.put("concat", Converters::concat);
        MAKERS.put(
                "strcmp", call -> (v, s) -> compared(v, s.scope().variable(call.argument(0, ""))));
        MAKERS.put(
                "ltrim",
                call ->
                        (v, s) ->
                                SampleValues.text(v)
                                        .replaceFirst(
                                                "^[" + Pattern.quote(call.argument(0, " ")) + "]+",
                                                ""));
        MAKERS.put(
                "rtrim",
                call ->
                        (v, s) ->
                                SampleValues.text(v)
                                        .replaceFirst(
                                                "[" + Pattern.quote(call.argument(0, " ")) + "]+$",
                                                ""));
        MAKERS.put("ipmask", call -> (v, s) -> masked(SampleValues.address(v), call));
        MAKERS.put("http_date", call -> (v, s) -> date(SampleValues.number(v), call));
        MAKERS.put("utime", call -> TimeFormat.converter(call, ZoneOffset.UTC));
        MAKERS.put("ltime", call -> TimeFormat.converter(call, ZoneId.systemDefault()));
        MAKERS.put("in_table", call -> (v, s) -> isKnown(SampleValues.text(v), s, call));
        MAKERS.put("json", call -> (v, s) -> json(SampleValues.text(v)));
        MAKERS.put("capture-req", call -> (v, s) -> captured(v, s, call));
        for (String how :
                new String[] {"", "_str", "_beg", "_end", "_sub", "_dom", "_reg", "_ip", "_int"}) {
            MAKERS.put("map" + how, call -> MapFile.converter(how, call));
        }
    }

    private Converters() {}

    static SampleValues.Converter of(Sample.Call call) {
        Maker maker = MAKERS.get(call.name());
        if (maker == null) {
            throw new IllegalArgumentException("no converter '" + call.name() + "'");
        }
        return maker.make(call);
    }

    private static void text(String name, Function<String, Object> made) {
        MAKERS.put(name, call -> (value, seen) -> made.apply(SampleValues.text(value)));
    }

    private static void numbers() {
        number("add", (one, other) -> one + other);
        number("sub", (one, other) -> one - other);
        number("mul", (one, other) -> one * other);
        number("div", (one, other) -> other == 0 ? 0 : one / other);
        number("mod", (one, other) -> other == 0 ? 0 : one % other);
        number("and", (one, other) -> one & other);
        number("or", (one, other) -> one | other);
        number("xor", (one, other) -> one ^ other);
        number("neg", (one, other) -> -one);
        number("cpl", (one, other) -> ~one);
        number("odd", (one, other) -> one & 1);
        number("even", (one, other) -> 1 - (one & 1));
    }

    // The other number may stand in a variable.
    private static void number(String name, LongBinaryOperator operation) {
        MAKERS.put(
                name,
                call ->
                        (value, seen) -> {
                            Long one = SampleValues.number(value);
                            String argument = call.argument(0, "0");
                            Object other =
                                    argument.matches("-?\\d+")
                                            ? Long.valueOf(argument)
                                            : seen.scope().variable(argument);
                            Long number = other == null ? null : SampleValues.number(other);
                            return one == null || number == null
                                    ? null
                                    : (Object) operation.applyAsLong(one, number);
                        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Object decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(bytes(text)), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    // A plus is a blank in a form only, that is, behind the first question mark.
    private static Object unescaped(String text, Sample.Call call) {
        int form = call.argument(0, "0").equals("1") ? 0 : text.indexOf('?');
        String path = form < 0 ? text : text.substring(0, form);
        String rest = form < 0 ? "" : text.substring(form);
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), ISO_8859_1)
                    + URLDecoder.decode(rest, ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static long crc32(String text) {
        var sum = new CRC32();
        sum.update(bytes(text));
        return sum.getValue();
    }

    private static Object hash(String algorithm, String text) {
        try {
            return new String(MessageDigest.getInstance(algorithm).digest(bytes(text)), ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm, e);
        }
    }

    private static String algorithm(String name) {
        return name.toUpperCase(Locale.ROOT).replaceFirst("^SHA-?", "SHA-");
    }

    private static Object keyed(Sample.Call call, String text, Conditions.Seen seen) {
        Object variable = seen.scope().variable(call.argument(1, ""));
        byte[] key =
                variable == null
                        ? Base64.getDecoder().decode(call.argument(1, ""))
                        : Base64.getDecoder().decode(SampleValues.text(variable));
        String name = "Hmac" + algorithm(call.argument(0, "sha256")).replace("-", "");
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(key, name));
            return new String(mac.doFinal(bytes(text)), ISO_8859_1);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    private static Object equal(Object value, Object other) {
        return other != null
                && MessageDigest.isEqual(
                        bytes(SampleValues.text(value)), bytes(SampleValues.text(other)));
    }

    // Pieces of so many bytes, as numbers or as digits, with a separator between.
    private static Object pieces(String text, Sample.Call call, String digits) {
        String separator = call.argument(0, "");
        int size = Integer.parseInt(call.argument(1, "1"));
        boolean cut = call.argument(2, "0").equals("1");
        var made = new StringBuilder();
        for (int at = 0; at < text.length(); at += size) {
            String piece = text.substring(at, Math.min(text.length(), at + size));
            if (cut && piece.length() < size) {
                break;
            }
            made.append(at == 0 ? "" : separator);
            long number = 0;
            for (char c : piece.toCharArray()) {
                number = number << 8 | c;
                made.append(digits == null ? "" : digits.formatted((int) c));
            }
            made.append(digits == null ? "" + number : "");
        }
        return made.toString();
    }

    private static Object field(String text, Sample.Call call) {
        return Parts.of(text, call, false);
    }

    private static Object word(String text, Sample.Call call) {
        return Parts.of(text, call, true);
    }

    private static Object bytesOf(String text, Sample.Call call) {
        int from = Math.min(text.length(), Integer.parseInt(call.argument(0, "0")));
        int length = Integer.parseInt(call.argument(1, "" + text.length()));
        return text.substring(from, Math.min(text.length(), from + length));
    }

    private static SampleValues.Converter regsub(Sample.Call call) {
        String flags = call.argument(2, "");
        Pattern pattern =
                Pattern.compile(
                        call.argument(0, ""), flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0);
        String by = javaReplacement(call.argument(1, ""));
        return (value, seen) -> {
            Matcher matcher = pattern.matcher(SampleValues.text(value));
            return flags.contains("g") ? matcher.replaceAll(by) : matcher.replaceFirst(by);
        };
    }

    /** {@code \1} as HAProxy has it, in Java's way. */
    static String javaReplacement(String text) {
        return text.replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1");
    }

    private static SampleValues.Converter concat(Sample.Call call) {
        return (value, seen) -> {
            Object middle = seen.scope().variable(call.argument(1, ""));
            return SampleValues.text(value)
                    + call.argument(0, "")
                    + (middle == null ? "" : SampleValues.text(middle))
                    + call.argument(2, "");
        };
    }

    private static Object compared(Object value, Object other) {
        return other == null
                ? null
                : (long) SampleValues.text(value).compareTo(SampleValues.text(other));
    }

    private static Object masked(InetAddress address, Sample.Call call) {
        if (address == null) {
            return null;
        }
        byte[] bytes = address.getAddress();
        byte[] mask =
                mask(call.argument(bytes.length == 4 ? 0 : 1, "" + 8 * bytes.length), bytes.length);
        if (mask == null || mask.length != bytes.length) {
            return null;
        }
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] &= mask[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(bytes.length + " bytes", e);
        }
    }

    // So many bits, or an address; null if it is neither.
    private static byte[] mask(String text, int length) {
        if (!text.matches("\\d{1,3}")) {
            InetAddress address = SampleValues.address(text);
            return address == null ? null : address.getAddress();
        }
        byte[] mask = new byte[length];
        for (int i = 0; i < length; i++) {
            int left = Math.max(0, Math.min(8, Integer.parseInt(text) - 8 * i));
            mask[i] = (byte) (0xff << (8 - left));
        }
        return mask;
    }

    private static Object date(Long seconds, Sample.Call call) {
        long offset = Long.parseLong(call.argument(0, "0"));
        return seconds == null
                ? null
                : DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                        .format(Instant.ofEpochSecond(seconds + offset).atZone(ZoneOffset.UTC));
    }

    private static Object isKnown(String key, Conditions.Seen seen, Sample.Call call) {
        HttpEngine engine = seen.scope().engine;
        Tracker table = engine == null ? null : engine.tracker(call.argument(0, ""));
        return table != null && table.known(key) != null;
    }

    private static Object json(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("/", "\\/")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static Object captured(Object value, Conditions.Seen seen, Sample.Call call) {
        seen.scope().capture(Integer.parseInt(call.argument(0, "0")), SampleValues.text(value));
        return value;
    }
}
