package labs.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.markers.Cutter;

/** A Java block that claims to be a region of a file; indentation does not matter. */
record Snippet(Path source, List<String> lines) {
    private static final String SKIP = "…";

    /** What disproves the claim. */
    Evidence check() {
        if (!Files.exists(source)) {
            return Evidence.disproved("there is no file " + source.getFileName());
        }
        List<String> code =
                stripped(new String(Cutter.cut(source).solved(), UTF_8).lines().toList());
        int from = 0;
        for (List<String> piece : pieces()) {
            int found = find(code, piece, from);
            if (found < 0) {
                return Evidence.disproved(
                        source.getFileName() + " has no such lines here: " + piece.get(0));
            }
            from = found + piece.size();
        }
        return Evidence.proved();
    }

    /** The runs of lines between the skips. */
    private List<List<String>> pieces() {
        List<List<String>> pieces = new ArrayList<>();
        List<String> piece = new ArrayList<>();
        for (String line : stripped(lines)) {
            if (line.equals(SKIP)) {
                pieces.add(piece);
                piece = new ArrayList<>();
            } else {
                piece.add(line);
            }
        }
        pieces.add(piece);
        pieces.removeIf(List::isEmpty);
        return pieces;
    }

    private static int find(List<String> code, List<String> piece, int from) {
        for (int i = from; i + piece.size() <= code.size(); i++) {
            if (code.subList(i, i + piece.size()).equals(piece)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> stripped(List<String> lines) {
        return lines.stream().map(String::strip).toList();
    }
}
