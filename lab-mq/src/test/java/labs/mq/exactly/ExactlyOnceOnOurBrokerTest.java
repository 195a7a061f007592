package labs.mq.exactly;

import java.nio.file.Path;
import labs.kit.LabTest;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;
import labs.mq.cluster.Topics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Not graded: the same on part 3's broker. */
@LabTest
@Timeout(90)
final class ExactlyOnceOnOurBrokerTest extends ExactlyOnceConformance {
    @TempDir static Path directory;
    private static Broker broker;
    private static Topics topicsOfAll;

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(BrokerOptions.in(directory));
        topicsOfAll = Topics.at(broker.address());
    }

    ExactlyOnceOnOurBrokerTest() {
        super(broker.address(), topicsOfAll);
    }

    @AfterAll
    static void stop() throws Exception {
        if (topicsOfAll != null) { // else the broker did not start, which was said
            topicsOfAll.close();
            broker.close();
        }
    }
}
