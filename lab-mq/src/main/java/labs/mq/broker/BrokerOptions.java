package labs.mq.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import labs.mq.log.LogOptions;

/**
 * What a broker is told.
 *
 * @param host on which it listens, and which it tells its clients
 * @param port 0 for any that is free
 * @param directory of its logs
 * @param log how they are kept
 * @param partitions that a topic gets when nobody says how many
 * @param autoCreate whether a topic comes into being when it is first asked for
 * @param maxFrameBytes a longer request closes its connection
 * @param advertised where clients are told to reach it, when there is a proxy in between; null for
 *     the address at which each has reached it
 * @param upkeep how often it drops old segments, and compacts
 */
public record BrokerOptions(
        String host,
        int port,
        Path directory,
        LogOptions log,
        int partitions,
        boolean autoCreate,
        int maxFrameBytes,
        InetSocketAddress advertised,
        Duration upkeep) {
    /** Kafka's defaults, on a free port of the loopback interface. */
    public static BrokerOptions in(Path directory) {
        return new BrokerOptions(
                "127.0.0.1",
                0,
                directory,
                LogOptions.DEFAULT,
                1,
                true,
                100 * 1024 * 1024,
                null,
                Duration.ofMinutes(5));
    }

    public BrokerOptions withHost(String newHost) {
        return with(changed -> changed.host = newHost);
    }

    public BrokerOptions withPort(int newPort) {
        return with(changed -> changed.port = newPort);
    }

    public BrokerOptions withLog(LogOptions newLog) {
        return with(changed -> changed.log = newLog);
    }

    public BrokerOptions withPartitions(int count) {
        return with(changed -> changed.partitions = count);
    }

    public BrokerOptions withAutoCreate(boolean create) {
        return with(changed -> changed.autoCreate = create);
    }

    public BrokerOptions withAdvertised(InetSocketAddress address) {
        return with(changed -> changed.advertised = address);
    }

    public BrokerOptions withUpkeep(Duration interval) {
        return with(changed -> changed.upkeep = interval);
    }

    private BrokerOptions with(Consumer<Values> change) {
        var values = new Values(this);
        change.accept(values);
        return values.options();
    }

    /** What can be changed, while it is. */
    private static final class Values {
        private final BrokerOptions before;
        private String host;
        private int port;
        private LogOptions log;
        private int partitions;
        private boolean autoCreate;
        private InetSocketAddress advertised;
        private Duration upkeep;

        Values(BrokerOptions before) {
            this.before = before;
            host = before.host;
            port = before.port;
            log = before.log;
            partitions = before.partitions;
            autoCreate = before.autoCreate;
            advertised = before.advertised;
            upkeep = before.upkeep;
        }

        BrokerOptions options() {
            return new BrokerOptions(
                    host,
                    port,
                    before.directory,
                    log,
                    partitions,
                    autoCreate,
                    before.maxFrameBytes,
                    advertised,
                    upkeep);
        }
    }
}
