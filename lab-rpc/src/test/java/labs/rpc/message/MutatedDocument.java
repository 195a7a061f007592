package labs.rpc.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Documents that were good once: cut, doubled, swapped and broken by a seed, so that each can be
 * made again.
 */
public final class MutatedDocument {
    private static final byte[][] GOOD = {
        MessageCodec.encode(
                new MethodCall(
                        "validator1.manyTypesTest",
                        List.of(
                                1,
                                true,
                                "text € 😀 <&>",
                                2.5,
                                LocalDateTime.of(2024, 1, 2, 3, 4, 5),
                                new byte[20]))),
        MessageCodec.encode(
                new MethodCall(
                        "validator1.echoStructTest",
                        List.of(Map.of("a", List.of(1L, Map.of("b", "c")))))),
        MessageCodec.encode(new MethodCall("ping", List.of())),
        MessageCodec.encode(new MethodResponse.Success(List.of("x", 1, Map.of()))),
        MessageCodec.encode(new MethodResponse.Fault(-32500, "it failed")),
        "<?xml version='1.0' encoding='UTF-16'?><methodCall><methodName>a</methodName></methodCall>"
                .getBytes(UTF_8),
    };
    private static final String[] PIECES = {
        "<value>",
        "</value>",
        "<array><data>",
        "<struct><member><name>",
        "&amp;",
        "&#0;",
        "&x;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE a [<!ENTITY x 'y'>]>",
        "<?pi?>",
        "\0",
        "\uffff",
        "<int>",
        "1e999",
        "<i8>",
        "'",
        "\"",
        " a='b'",
        "/>",
        "<",
        ">",
        "&",
        "\ud83d\ude00",
        "<nil/>"
    };

    private MutatedDocument() {}

    /** The document that the seed makes. */
    public static byte[] of(long seed) {
        Random random = new Random(seed);
        byte[] document = GOOD[random.nextInt(GOOD.length)].clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            document = mutate(document, random);
        }
        return document;
    }

    private static byte[] mutate(byte[] in, Random random) {
        int from = random.nextInt(in.length + 1);
        int to = Math.min(in.length, from + random.nextInt(40));
        switch (random.nextInt(6)) {
            case 0: // another byte
                byte[] out = in.clone();
                if (from < in.length) {
                    out[from] = (byte) random.nextInt(256);
                }
                return out;
            case 1: // a part is gone
                return join(in, from, new byte[0], in, to);
            case 2: // a part stands twice
                return join(in, to, new byte[0], in, from);
            case 3: // the end is missing
                return join(in, from, new byte[0], in, in.length);
            case 4: // a piece that means something
                return join(
                        in, from, PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8), in, from);
            default: // a piece many times
                String piece =
                        PIECES[random.nextInt(PIECES.length)].repeat(1 + random.nextInt(300));
                return join(in, from, piece.getBytes(UTF_8), in, from);
        }
    }

    private static byte[] join(
            byte[] head, int headEnd, byte[] middle, byte[] tail, int tailStart) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head, 0, headEnd);
        out.writeBytes(middle);
        out.write(tail, tailStart, tail.length - tailStart);
        return out.toByteArray();
    }
}
