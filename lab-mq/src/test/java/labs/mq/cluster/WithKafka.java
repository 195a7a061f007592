package labs.mq.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import labs.cluster.RealSystem;
import labs.cluster.junit.Uses;
import labs.cluster.kafka.KafkaCluster;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Test methods of this class may ask for a {@link KafkaCluster}: one real broker, which all test
 * classes of one JVM share and which is healed before each test; and for {@link Topics}, to make
 * topics of their own, so that tests do not meet. {@code LAB_KAFKA} names a running cluster to use
 * instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Uses(RealSystem.KAFKA)
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {}
