package labs.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import labs.cli.problem.CourseException;

/** The fenced blocks and the headings of a Markdown file. */
record Markdown(Path file, List<String> headings, List<Block> blocks) {
    private static final Pattern FENCE = Pattern.compile("^(\\s*)(```+)\\s*([\\w-]*)\\s*(.*)$");
    private static final Pattern NOTE = Pattern.compile("\\s*([\\w-]+)=\"([^\"]*)\"");

    static Markdown read(Path file) {
        try {
            return new Reader(file, Files.readAllLines(file)).read();
        } catch (NoSuchFileException absent) {
            throw new CourseException(file, 0, "does not exist");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static final class Reader {
        private final Path file;
        private final List<String> lines;
        private final List<String> headings = new ArrayList<>();
        private final List<Block> blocks = new ArrayList<>();
        private int at;

        Reader(Path file, List<String> lines) {
            this.file = file;
            this.lines = lines;
        }

        Markdown read() {
            while (at < lines.size()) {
                String line = lines.get(at++);
                Matcher fence = FENCE.matcher(line);
                if (fence.matches()) {
                    blocks.add(block(fence, at));
                } else if (line.matches("#+ .*")) {
                    headings.add(line.replaceFirst("^#+\\s*", "").strip());
                }
            }
            return new Markdown(file, headings, blocks);
        }

        /** Reads to the closing fence; {@code opened} is the line of the opening one. */
        private Block block(Matcher fence, int opened) {
            List<String> inside = new ArrayList<>();
            String indent = fence.group(1);
            while (at < lines.size()) {
                String line = lines.get(at++);
                if (line.strip().equals(fence.group(2))) {
                    return new Block(opened, fence.group(3), notes(fence.group(4), opened), inside);
                }
                inside.add(line.startsWith(indent) ? line.substring(indent.length()) : line);
            }
            throw new CourseException(file, opened, "this block is never closed");
        }

        private Map<String, String> notes(String text, int line) {
            Map<String, String> notes = new HashMap<>();
            Matcher note = NOTE.matcher(text);
            int end = 0;
            while (note.find(end) && note.start() == end) {
                notes.put(note.group(1), note.group(2));
                end = note.end();
            }
            if (!text.substring(end).isBlank()) {
                throw new CourseException(
                        file, line, "'" + text.strip() + "' must be notes, key=\"value\"");
            }
            return notes;
        }
    }
}
