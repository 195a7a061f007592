package labs.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test class of the labs. Its tests may take a {@link java.util.Random} or a {@code @Seed
 * long} as a parameter; the seed is printed when the test fails, and {@code -Dlab.seed=N} replays
 * it. The class fails if it leaves threads behind that keep a JVM alive.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LabExtension.class)
public @interface LabTest {}
