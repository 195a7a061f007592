package labs.compute.storm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * No {@link LocalStorm} runs in this JVM when the tests of this class begin: while one does,
 * Storm's client talks to that one, whatever address it was given.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithoutStorm.Stop.class)
public @interface WithoutStorm {
    /** What it does. */
    final class Stop implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            StormExtension.stop();
        }
    }
}
