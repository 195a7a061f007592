package labs.cli.diff;

import java.util.ArrayList;
import java.util.List;

/** Two columns of equal width, with a sign between. */
final class Columns {
    private static final int BETWEEN = 3;
    private static final int LEAST = 20;

    private final int width;

    Columns(int terminal) {
        width = Math.max(LEAST, (terminal - BETWEEN) / 2);
    }

    /** The line in pieces that fit; at least one. */
    List<String> wrap(String line) {
        String text = line.replace("\t", "    ").stripTrailing();
        List<String> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += width) {
            pieces.add(text.substring(from, Math.min(text.length(), from + width)));
        }
        return pieces.isEmpty() ? List.of("") : pieces;
    }

    String padded(String text) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    String gap() {
        return "⋮" + " ".repeat(width + BETWEEN - 1) + "⋮";
    }
}
