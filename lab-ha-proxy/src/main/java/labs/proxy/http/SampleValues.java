package labs.proxy.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Sample;
import labs.proxy.http.Conditions.Seen;

/**
 * Evaluates samples. A value is a String, a Long, a Boolean or an InetAddress; null, or no value at
 * all, for what is not there.
 */
final class SampleValues {
    /** What a converter makes of a value that is there. */
    interface Converter {
        Object convert(Object value, Seen seen);
    }

    private SampleValues() {}

    /** The last value of a sample. */
    static Function<Seen, Object> last(Sample sample, Function<String, Upstream> backends) {
        Function<Seen, List<Object>> all = all(sample, backends);
        return seen -> {
            List<Object> values = all.apply(seen);
            return values.isEmpty() ? null : values.get(values.size() - 1);
        };
    }

    /** All its values, each converted; those that converters can make nothing of are left out. */
    static Function<Seen, List<Object>> all(Sample sample, Function<String, Upstream> backends) {
        Function<Seen, List<Object>> fetch = Fetches.of(sample.fetch(), backends);
        List<Converter> converters =
                sample.converters().stream().map(call -> Converters.of(call)).toList();
        return converters.isEmpty()
                ? fetch
                : seen -> converted(fetch.apply(seen), converters, seen);
    }

    private static List<Object> converted(
            List<Object> values, List<Converter> converters, Seen seen) {
        var converted = new ArrayList<>(values.size());
        for (Object value : values) {
            Object now = value;
            for (Converter converter : converters) {
                now = now == null ? null : converter.convert(now, seen);
            }
            if (now != null) {
                converted.add(now);
            }
        }
        return converted;
    }

    static String text(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? "1" : "0";
        }
        return value instanceof InetAddress address
                ? NetUtil.toAddressString(address)
                : String.valueOf(value);
    }

    /** Null if it is none. */
    static Long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Boolean truth) {
            return truth ? 1L : 0L;
        }
        String text = text(value);
        int end = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        try {
            return Long.valueOf(text.substring(0, end));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static boolean truth(Object value) {
        Long number = number(value);
        return value instanceof Boolean truth ? truth : number != null && number != 0;
    }

    /** Null if it is none. */
    static InetAddress address(Object value) {
        if (value instanceof InetAddress address) {
            return address;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text(value)); // looks nothing up
        try {
            return bytes == null ? null : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(bytes.length + " bytes", e);
        }
    }
}
