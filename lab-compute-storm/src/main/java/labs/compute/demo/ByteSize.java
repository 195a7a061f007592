package labs.compute.demo;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads 4096, 64k, 64m or 1g. */
final class ByteSize implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("[0-9]{1,9}[kmg]?")) {
            throw new TypeConversionException("\"" + text + "\" is no size: expected 64m or 1g");
        }
        int shift = 10 * (1 + "kmg".indexOf(lower.charAt(lower.length() - 1)));
        return Long.parseLong(lower.replaceAll("[kmg]", "")) << shift;
    }
}
