package labs.mq.broker;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
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

    public BrokerOptions withPort(int newPort) {
        return new BrokerOptions(
                host,
                newPort,
                directory,
                log,
                partitions,
                autoCreate,
                maxFrameBytes,
                advertised,
                upkeep);
    }

    public BrokerOptions withLog(LogOptions newLog) {
        return new BrokerOptions(
                host,
                port,
                directory,
                newLog,
                partitions,
                autoCreate,
                maxFrameBytes,
                advertised,
                upkeep);
    }

    public BrokerOptions withAutoCreate(boolean create) {
        return new BrokerOptions(
                host, port, directory, log, partitions, create, maxFrameBytes, advertised, upkeep);
    }

    public BrokerOptions withAdvertised(InetSocketAddress address) {
        return new BrokerOptions(
                host, port, directory, log, partitions, autoCreate, maxFrameBytes, address, upkeep);
    }

    public BrokerOptions withUpkeep(Duration interval) {
        return new BrokerOptions(
                host,
                port,
                directory,
                log,
                partitions,
                autoCreate,
                maxFrameBytes,
                advertised,
                interval);
    }
}
