package labs.proxy.mysql.sql;

import java.util.Locale;
import java.util.Set;

/**
 * How a client's bytes are to be cut into letters, as far as it matters for SQL. In three families
 * of character sets the second byte of a letter may be a backslash, a backquote or an {@code @}:
 * who takes it for one ends a string where the server does not.
 */
public enum CharacterSet {
    /** Each byte is a letter. */
    SINGLE_BYTE,
    /** Letters of several bytes, none of which is a sign of SQL: UTF-8, and the EUC family. */
    SAFE,
    BIG5,
    GBK,
    SJIS;

    private static final Set<String> ALL_SAFE =
            Set.of("utf8", "utf8mb3", "utf8mb4", "euckr", "gb2312", "ujis", "eucjpms");

    /** By its name, as {@code character_set_client} says it. */
    public static CharacterSet named(String name) {
        String known = name.toLowerCase(Locale.ROOT);
        return switch (known) {
            case "big5" -> BIG5;
            case "gbk" -> GBK;
            case "sjis", "cp932" -> SJIS;
            default -> ALL_SAFE.contains(known) ? SAFE : SINGLE_BYTE;
        };
    }

    /** Whether two bytes begin here that are one letter. */
    boolean isPair(String sql, int at) {
        if (this == SINGLE_BYTE || this == SAFE || at + 1 >= sql.length()) {
            return false;
        }
        return leads(sql.charAt(at)) && trails(sql.charAt(at + 1));
    }

    private boolean leads(char c) {
        return switch (this) {
            case BIG5 -> c >= 0xa1 && c <= 0xf9;
            case GBK -> c >= 0x81 && c <= 0xfe;
            default -> (c >= 0x81 && c <= 0x9f) || (c >= 0xe0 && c <= 0xfc);
        };
    }

    private boolean trails(char c) {
        boolean low = c >= 0x40 && c <= 0x7e;
        return switch (this) {
            case BIG5 -> low || (c >= 0xa1 && c <= 0xfe);
            case GBK -> low || (c >= 0x80 && c <= 0xfe);
            default -> low || (c >= 0x80 && c <= 0xfc);
        };
    }

    /** Whether the server skips this between words; a non-breaking space is one byte in some. */
    boolean isBlank(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || (c == 0xa0 && this == SINGLE_BYTE);
    }
}
