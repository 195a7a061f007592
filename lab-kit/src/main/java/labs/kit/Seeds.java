package labs.kit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/** Where seeds come from, and how to get one back. */
final class Seeds {
    static final String PROPERTY = "lab.seed";

    private Seeds() {}

    /** The seed that {@code -Dlab.seed} asks for, or else a fresh one, short enough to type. */
    static long next() {
        Long wanted = Long.getLong(PROPERTY);
        return wanted != null ? wanted : ThreadLocalRandom.current().nextLong(1_000_000_000);
    }

    /** The line to print for a failed test. */
    static String replay(long seed, Method test) {
        Path module = Path.of("").toAbsolutePath().getFileName();
        return "%s.%s failed with seed %d. Replay: mvn test -pl %s -am -Dtest=%s#%s -D%s=%d -Dsurefire.failIfNoSpecifiedTests=false"
                .formatted(
                        test.getDeclaringClass().getSimpleName(),
                        test.getName(),
                        seed,
                        module,
                        test.getDeclaringClass().getSimpleName(),
                        test.getName(),
                        PROPERTY,
                        seed);
    }
}
