package labs.proxy.config;

import java.util.List;

/** The words of one line, at least one, and where it stands. */
record ConfigLine(String file, int number, List<String> words) {
    Problem problem(String message) {
        return new Problem(file, number, message);
    }
}
