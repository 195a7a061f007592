package labs.zookeeper.ensemble;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.RealSystem;
import labs.cluster.junit.Uses;
import labs.cluster.zookeeper.Ensemble;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test methods of this class may ask for an {@link Ensemble}: three real servers, which all test
 * classes of one JVM share and which are healed before each test; and for a {@link TestRoot}, a
 * path of their own, so that tests do not meet.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Uses(RealSystem.ZOOKEEPER)
@ExtendWith(EnsembleExtension.class)
public @interface WithEnsemble {}
