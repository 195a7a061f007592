package labs.rpc.value;

import static labs.rpc.value.XmlOutput.ascii;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/**
 * Writes Java objects as values of XML-RPC: all that {@link ValueReader} reads, and besides shorter
 * numbers, characters, enums (by name), arrays, collections, records and beans; an Instant or a
 * Date as the time in UTC, a BigDecimal or BigInteger as a string of its digits, an Optional as
 * what is in it, or nil. Not thread-safe.
 */
public final class ValueWriter {
    /** How deep values may be nested, both in reading and in writing. */
    public static final int MAX_DEPTH = 64;

    private final XmlOutput out;
    private int depth; // of the values that are open

    public ValueWriter(XmlOutput out) {
        this.out = out;
    }

    /**
     * Writes one value with its {@code <value>} tags.
     *
     * @throws BadValueException if XML-RPC cannot carry it, or it is nested deeper than {@link
     *     #MAX_DEPTH}, as an object that holds itself is
     */
    public void write(Object value) {
        // BEGIN SOLUTION
        if (++depth > MAX_DEPTH) {
            throw new BadValueException("nested deeper than " + MAX_DEPTH);
        }
        if (value == null) {
            out.markup(NIL);
        } else if (value instanceof String || value instanceof Character) {
            scalar(Tag.STRING, value.toString());
        } else if (value instanceof Boolean flag) {
            scalar(Tag.BOOLEAN, flag ? "1" : "0");
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof LocalDateTime time) {
            scalar(Tag.DATE_TIME, Scalars.format(time));
        } else if (value instanceof byte[] bytes) {
            scalar(Tag.BASE64, Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Enum<?> constant) {
            scalar(Tag.STRING, constant.name());
        } else {
            compound(value);
        }
        depth--;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    // BEGIN SOLUTION
    private void number(Number value) {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            scalar(Tag.INT, value.toString());
        } else if (value instanceof Long) {
            scalar(Tag.I8, value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            scalar(Tag.DOUBLE, Scalars.format(value.doubleValue()));
        } else if (value instanceof BigDecimal decimal) {
            scalar(Tag.STRING, decimal.toString()); // not plain: 1e999999999 has too many digits
        } else if (value instanceof BigInteger) {
            scalar(Tag.STRING, value.toString());
        } else {
            throw new BadValueException("XML-RPC has no type for " + value.getClass().getName());
        }
    }

    private void scalar(Tag tag, String text) {
        out.markup(tag.open).text(text).markup(tag.close);
    }

    private void compound(Object value) {
        if (value instanceof Map<?, ?> map) {
            struct(map);
        } else if (value instanceof Collection<?> values) {
            out.markup(Tag.ARRAY.open);
            values.forEach(this::write);
            out.markup(Tag.ARRAY.close);
        } else if (value.getClass().isArray()) {
            array(value);
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null));
        } else if (value instanceof Instant instant) {
            write(Dates.inUtc(instant));
        } else if (value instanceof Date date) {
            write(Dates.inUtc(Instant.ofEpochMilli(date.getTime())));
        } else {
            struct(StructMapper.toStruct(value));
        }
    }

    private void struct(Map<?, ?> struct) {
        out.markup(Tag.STRUCT.open);
        for (Map.Entry<?, ?> member : struct.entrySet()) {
            if (!(member.getKey() instanceof String)) {
                throw new BadValueException(
                        "the name of a member must be a String, not " + member.getKey());
            }
            out.markup(MEMBER).text((String) member.getKey()).markup(MEMBER_NAME_END);
            write(member.getValue());
            out.markup(MEMBER_END);
        }
        out.markup(Tag.STRUCT.close);
    }

    private void array(Object array) {
        out.markup(Tag.ARRAY.open);
        for (int i = 0; i < Array.getLength(array); i++) {
            write(Array.get(array, i));
        }
        out.markup(Tag.ARRAY.close);
    }

    // END SOLUTION

    private static final byte[] NIL = ascii("<value><nil/></value>");
    private static final byte[] MEMBER = ascii("<member><name>");
    private static final byte[] MEMBER_NAME_END = ascii("</name>");
    private static final byte[] MEMBER_END = ascii("</member>");

    private enum Tag {
        INT("<int>", "</int>"),
        I8("<i8>", "</i8>"),
        BOOLEAN("<boolean>", "</boolean>"),
        STRING("<string>", "</string>"),
        DOUBLE("<double>", "</double>"),
        DATE_TIME("<dateTime.iso8601>", "</dateTime.iso8601>"),
        BASE64("<base64>", "</base64>"),
        STRUCT("<struct>", "</struct>"),
        ARRAY("<array><data>", "</data></array>");

        private final byte[] open;
        private final byte[] close;

        Tag(String open, String close) {
            this.open = ascii("<value>" + open);
            this.close = ascii(close + "</value>");
        }
    }
}
