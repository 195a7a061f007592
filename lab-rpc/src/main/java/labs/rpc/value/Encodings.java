package labs.rpc.value;

import java.io.CharConversionException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Are these bytes characters in the encoding of their document? The parser takes some that are not:
 * in UTF-8 a longer spelling of a character than needed, so that {@code <} gets past whoever looks
 * for it, and in rarer encodings anything at all, which it replaces.
 */
final class Encodings {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long NO_ASCII = 0x8080808080808080L;

    /** The smallest character that needs so many bytes in UTF-8 (RFC 3629). */
    private static final int[] SMALLEST = {0, 0, 0x80, 0x800, 0x10000};

    private Encodings() {}

    /**
     * @throws CharConversionException if there are bytes that this encoding forbids
     */
    static void require(String encoding, byte[] buffer, int offset, int length)
            throws CharConversionException {
        Charset charset = Charset.forName(encoding);
        if (charset.equals(StandardCharsets.UTF_8)) {
            requireUtf8(buffer, offset, offset + length);
        } else if (!charset.equals(StandardCharsets.ISO_8859_1)) { // where every byte is one
            requireAny(charset, ByteBuffer.wrap(buffer, offset, length));
        }
    }

    private static void requireUtf8(byte[] buffer, int start, int end)
            throws CharConversionException {
        int i = start;
        while (i < end) {
            if (i + 8 <= end && ((long) LONGS.get(buffer, i) & NO_ASCII) == 0) {
                i += 8; // the usual case, eight at a time
                continue;
            }
            int size = buffer[i] >= 0 ? 1 : sizeAt(buffer, i, end);
            if (size == 0) {
                throw new CharConversionException(
                        String.format("byte 0x%02x at %d is no UTF-8", buffer[i], i - start));
            }
            i += size;
        }
    }

    /** The bytes of the character at i, or 0 if there is none. */
    private static int sizeAt(byte[] buffer, int i, int end) {
        // BEGIN SOLUTION
        int first = buffer[i] & 0xff;
        int size = first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
        if (size == 0 || i + size > end) {
            return 0;
        }
        int c = first & 0x7f >> size;
        for (int k = 1; k < size; k++) {
            if ((buffer[i + k] & 0xc0) != 0x80) {
                return 0;
            }
            c = c << 6 | buffer[i + k] & 0x3f;
        }
        boolean surrogate = c >= 0xd800 && c <= 0xdfff;
        return c >= SMALLEST[size] && !surrogate && c <= 0x10ffff ? size : 0;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    private static void requireAny(Charset charset, ByteBuffer bytes)
            throws CharConversionException {
        var decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            CharBuffer characters = decoder.decode(bytes);
            assert characters != null;
        } catch (CharacterCodingException e) {
            throw (CharConversionException)
                    new CharConversionException("bytes that are no " + charset.name()).initCause(e);
        }
    }
}
