package labs.memory.pattern;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.RealSystem;
import labs.cluster.junit.Uses;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test classes may ask for a {@link ProductTable}, an empty one for each test, in a real MariaDB
 * that all test classes of one JVM share. {@code LAB_MYSQL} names a running server to use instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Uses(RealSystem.MYSQL)
@ExtendWith(MariaDbExtension.class)
@interface WithMariaDb {}
