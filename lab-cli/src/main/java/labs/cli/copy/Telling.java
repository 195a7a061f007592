package labs.cli.copy;

import java.util.ArrayList;
import java.util.List;

/** Lines of a text that can tell where it comes from: no blanks, no lone brackets. */
record Telling(int number, String text) {

    /** {@code first} is the number of the first line. */
    static List<Telling> lines(List<String> lines, int first) {
        List<Telling> telling = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = normalised(lines.get(i));
            if (text.chars().anyMatch(Character::isLetterOrDigit)) {
                telling.add(new Telling(first + i, text));
            }
        }
        return telling;
    }

    /** Indentation, spacing and what quotes code in a document make no difference. */
    private static String normalised(String line) {
        return line.replaceAll("^[\\s>*+|-]+", "").replaceAll("\\s+", "");
    }
}
