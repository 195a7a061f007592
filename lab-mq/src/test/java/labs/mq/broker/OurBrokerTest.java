package labs.mq.broker;

import java.nio.file.Path;
import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(60)
class OurBrokerTest extends ClientConformance {
    @TempDir Path directory;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        broker = Broker.start(BrokerOptions.in(directory));
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    @Override
    String address() {
        return broker.address();
    }
}
