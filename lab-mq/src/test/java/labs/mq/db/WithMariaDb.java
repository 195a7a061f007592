package labs.mq.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.RealSystem;
import labs.cluster.junit.Uses;
import labs.cluster.mariadb.MariaDb;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test classes may ask for a {@link MariaDb}: one real server, which all test classes of one JVM
 * share and which is started again before a test if it was killed; and for a {@link Database}: an
 * empty schema of its own for each that asks. {@code LAB_MYSQL} names a running server to use
 * instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Uses(RealSystem.MYSQL)
@ExtendWith(MariaDbExtension.class)
public @interface WithMariaDb {}
