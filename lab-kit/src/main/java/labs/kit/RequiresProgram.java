package labs.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test needs a native program, and is skipped with the line that installs it where the program
 * is not on the PATH. Carries the tag {@code native}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("native")
@ExtendWith(ProgramCondition.class)
public @interface RequiresProgram {
    /** The program, as one types it: {@code python3}. */
    String name();

    /** The line that installs it: {@code apt-get install python3}. */
    String install();
}
