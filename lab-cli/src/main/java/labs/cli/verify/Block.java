package labs.cli.verify;

import java.util.List;
import java.util.Map;

/**
 * A fenced block of a Markdown file.
 *
 * @param line of its opening fence, from 1
 * @param language the first word after the fence; empty for none
 * @param notes what follows it, as {@code key="value"}
 */
record Block(int line, String language, Map<String, String> notes, List<String> lines) {
    Block {
        notes = Map.copyOf(notes);
        lines = List.copyOf(lines);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }
}
