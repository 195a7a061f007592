package labs.cli.markers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import labs.cli.problem.CourseException;
import labs.cli.problem.Problems;

/**
 * Cuts solutions out of a source file and puts the stubs in. Every byte outside the markers stays
 * as it is: line ends, encoding, and whether the last line ends.
 */
public final class Cutter {
    private final Path file;
    private final Problems problems = new Problems();
    private final StringBuilder starter = new StringBuilder();
    private final StringBuilder solved = new StringBuilder();
    private final List<Region> regions = new ArrayList<>();
    private final List<String> region = new ArrayList<>();
    private int begin; // the line of the open BEGIN; 0 outside a solution
    private boolean stubMayFollow;

    private Cutter(Path file) {
        this.file = file;
    }

    /**
     * @throws CourseException naming every misplaced marker of the file
     */
    public static Cut cut(Path file) {
        try {
            return cut(file, Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Cuts {@code source}; {@code file} is only named in messages.
     *
     * @throws CourseException naming every misplaced marker of the file
     */
    public static Cut cut(Path file, byte[] source) {
        // One char a byte: whatever the encoding, what is not a marker passes through untouched.
        return new Cutter(file).cut(new String(source, ISO_8859_1));
    }

    private Cut cut(String source) {
        MarkedLine.of(source).forEach(this::accept);
        if (begin > 0) {
            problems.add(file, begin, "BEGIN SOLUTION is never closed by an END SOLUTION");
        }
        problems.throwIfAny();
        return new Cut(bytes(starter), bytes(solved), regions);
    }

    private static byte[] bytes(StringBuilder text) {
        return text.toString().getBytes(ISO_8859_1);
    }

    private void accept(MarkedLine line) {
        switch (line.kind()) {
            case BEGIN -> begin(line);
            case END -> end(line);
            case STUB -> stub(line);
            case CODE -> code(line);
            case LOOK_ALIKE -> wrong(line, "a marker must stand alone on its line, and exactly so");
        }
        stubMayFollow =
                line.kind() == MarkedLine.Kind.END
                        || (stubMayFollow && line.kind() == MarkedLine.Kind.STUB);
    }

    private void begin(MarkedLine line) {
        if (begin > 0) {
            wrong(line, "BEGIN SOLUTION inside the one of line " + begin);
        } else {
            begin = line.number();
            region.clear();
        }
    }

    private void end(MarkedLine line) {
        if (begin == 0) {
            wrong(line, "END SOLUTION without a BEGIN SOLUTION");
        } else {
            regions.add(new Region(begin + 1, region));
            begin = 0;
        }
    }

    private void stub(MarkedLine line) {
        if (begin > 0) {
            wrong(line, "STUB inside a solution: it belongs after END SOLUTION");
        } else if (!stubMayFollow) {
            wrong(line, "STUB outside its place: it must follow END SOLUTION at once");
        }
        starter.append(line.withoutStubPrefix());
    }

    private void code(MarkedLine line) {
        solved.append(line.text());
        if (begin > 0) {
            region.add(line.withoutEnd());
        } else {
            starter.append(line.text());
        }
    }

    private void wrong(MarkedLine line, String message) {
        problems.add(file, line.number(), message);
    }
}
