package labs.cluster.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.RealSystem;

/** The tests of this class, or of a class with this annotation on an annotation, use a system. */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Uses {
    /** The system that {@link Needs} is about. */
    RealSystem value();
}
