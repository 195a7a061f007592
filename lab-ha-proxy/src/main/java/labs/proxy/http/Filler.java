package labs.proxy.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import labs.proxy.backend.Upstream;
import labs.proxy.config.Format;
import labs.proxy.http.Conditions.Seen;

/** Fills the places of a text, each once: what comes in is never looked at for further places. */
final class Filler {
    private interface Piece {
        String of(Seen seen);
    }

    private final List<Piece> pieces = new ArrayList<>();
    private final boolean ofLogs;
    private final String constant; // null if anything is to be filled

    /**
     * @param variables what {@code %ci} and its like stand for
     * @param missing what stands for a sample that is not there
     */
    Filler(
            Format format,
            Function<String, Upstream> backends,
            Function<String, Function<Seen, String>> variables,
            String missing) {
        var texts = new StringBuilder();
        boolean fixed = true;
        for (Format.Part part : format.parts()) {
            if (part instanceof Format.Text text) {
                texts.append(text.text());
                pieces.add(seen -> text.text());
            } else if (part instanceof Format.Value value) {
                fixed = false;
                Function<Seen, Object> sample = SampleValues.last(value.sample(), backends);
                pieces.add(seen -> shown(sample.apply(seen), value.quoted(), missing));
            } else {
                fixed = false;
                var variable = (Format.Variable) part;
                Function<Seen, String> known = variables.apply(variable.name());
                pieces.add(seen -> shown(known.apply(seen), variable.quoted(), missing));
            }
        }
        constant = fixed ? texts.toString() : null;
        ofLogs = !missing.isEmpty();
    }

    /** One in which only samples are to be filled. */
    Filler(Format format, Function<String, Upstream> backends) {
        this(format, backends, LogVariables::of, "");
    }

    private static String shown(Object value, boolean quoted, String missing) {
        String text = value == null ? missing : SampleValues.text(value);
        return quoted ? '"' + text.replace("\"", "\\x22") + '"' : text;
    }

    String fill(Seen seen) {
        if (constant != null) {
            return constant;
        }
        var filled = new StringBuilder();
        for (Piece piece : pieces) {
            append(filled, piece.of(seen));
        }
        return filled.toString();
    }

    // In logs a blank only parts what stands beside it: where that is empty, one of two goes.
    private void append(StringBuilder filled, String text) {
        boolean blank = filled.length() > 0 && filled.charAt(filled.length() - 1) == ' ';
        filled.append(ofLogs && blank && text.startsWith(" ") ? text.substring(1) : text);
    }

    /** For a header: what would begin another line becomes a blank. */
    String line(Seen seen) {
        String text = fill(seen);
        return text.indexOf('\n') < 0 && text.indexOf('\r') < 0
                ? text
                : text.replace('\n', ' ').replace('\r', ' ');
    }
}
