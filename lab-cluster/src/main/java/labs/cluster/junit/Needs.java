package labs.cluster.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.Capability;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test does this to the servers of the system that its class {@link Uses}. It is skipped, with
 * the reason, where that cannot be done to them: for example because they are not ours.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCondition.class)
public @interface Needs {
    /** All that it does. */
    Capability[] value();
}
