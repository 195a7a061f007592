package labs.mq.broker;

import java.nio.file.Path;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(60)
class OurBrokerAdminTest extends AdminConformance {
    @TempDir static Path directory;
    private static Broker broker; // of all tests: each has a topic of its own

    @BeforeAll
    static void start() throws Exception {
        broker = Broker.start(BrokerOptions.in(directory));
    }

    @AfterAll
    static void stop() throws Exception {
        if (broker != null) { // else it did not start, which was said
            broker.close();
        }
    }

    @Override
    String address() {
        return broker.address();
    }
}
