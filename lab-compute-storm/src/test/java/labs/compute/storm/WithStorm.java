package labs.compute.storm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.junit.SharedServers;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test methods of this class may ask for a {@link LocalStorm}, which all test classes of one JVM
 * share. What a test submits is killed when the test is over, or when the last one of its class is.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({SharedServers.class, StormExtension.class})
public @interface WithStorm {
    /** Whether topologies live until all tests of the class are over. */
    boolean perClass() default false;
}
