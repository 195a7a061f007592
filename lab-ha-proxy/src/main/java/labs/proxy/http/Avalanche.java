package labs.proxy.http;

import java.util.function.ToLongFunction;
import labs.proxy.config.Sample;

/** A hash whose argument may ask that each bit of it change about half of the bits of another. */
final class Avalanche {
    private Avalanche() {}

    static SampleValues.Converter of(Sample.Call call, ToLongFunction<String> hash) {
        boolean spread = !call.argument(0, "0").equals("0");
        return (value, seen) -> {
            long plain = hash.applyAsLong(SampleValues.text(value));
            return spread ? spread((int) plain) : plain;
        };
    }

    /** Bob Jenkins' integer hash with a full avalanche. */
    private static long spread(int plain) {
        int a = plain;
        a = (a + 0x7ed55d16) + (a << 12);
        a = (a ^ 0xc761c23c) ^ (a >>> 19);
        a = (a + 0x165667b1) + (a << 5);
        a = (a + 0xd3a2646c) ^ (a << 9);
        a = (a + 0xfd7046c5) + (a << 3);
        a = (a ^ 0xb55a4f09) ^ (a >>> 16);
        return Integer.toUnsignedLong(a * 0xc0000001);
    }
}
