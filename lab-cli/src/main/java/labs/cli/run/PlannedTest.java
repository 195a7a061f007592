package labs.cli.run;

import java.util.Set;

/**
 * A test that exists, as read from trusted classes.
 *
 * @param test {@code package.Class#method}
 */
public record PlannedTest(String test, Set<String> tags) {
    public PlannedTest {
        tags = Set.copyOf(tags);
    }

    /** Whether it may be skipped where a native program or an engine for containers is missing. */
    public boolean maySkip() {
        return tags.contains("native") || tags.contains("docker");
    }
}
