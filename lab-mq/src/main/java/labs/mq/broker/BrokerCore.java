package labs.mq.broker;

import java.io.IOException;
import java.util.ArrayList;
import labs.mq.group.CommittedOffsets;
import labs.mq.group.GroupAdmin;
import labs.mq.group.GroupCoordinator;
import labs.mq.log.LogDirectory;
import labs.mq.transaction.ProducerIds;
import labs.mq.transaction.TransactionCoordinator;

/** All of a broker but its sockets. Close it: what waits is answered, and the logs are sealed. */
final class BrokerCore implements AutoCloseable {
    private final LogDirectory directory;
    private final GroupCoordinator groups = new GroupCoordinator(); // its thread starts when used
    private final Topics topics;
    private final CommittedOffsets offsets;
    private final ProducerIds ids = new ProducerIds();
    private final TransactionCoordinator transactions;
    private final Upkeep upkeep;

    private BrokerCore(LogDirectory directory, BrokerOptions options) throws IOException {
        this.directory = directory;
        this.topics = new Topics(directory, options);
        this.offsets = new CommittedOffsets(topics.table(Topics.OFFSETS));
        this.transactions =
                new TransactionCoordinator(
                        () -> topics.table(Topics.TRANSACTIONS),
                        new LocalParticipants(topics, offsets),
                        ids);
        this.upkeep = new Upkeep(topics, offsets, transactions);
    }

    /** Goes on with what was under way when the last one ended. */
    private void start(BrokerOptions options) throws IOException {
        if (topics.find(Topics.TRANSACTIONS, 0) != null) {
            transactions.load();
        }
        upkeep.start(options.upkeep());
    }

    /**
     * @throws IOException if its directory cannot be used; the message says what to do
     */
    static BrokerCore open(BrokerOptions options) throws IOException {
        LogDirectory directory = LogDirectory.open(options.directory(), options.log());
        BrokerCore core = null;
        try {
            core = new BrokerCore(directory, options);
            core.start(options);
            return core;
        } catch (IOException | RuntimeException e) {
            if (core != null) {
                core.stop();
            }
            directory.close();
            throw e;
        }
    }

    Topics topics() {
        return topics;
    }

    /** What it can be asked. */
    Apis apis() {
        var more = new ArrayList<>(new GroupApis(groups, offsets, topics).all());
        more.addAll(new GroupAdminApis(new GroupAdmin(groups, offsets)).all());
        more.add(new InitProducerIdApi(ids, transactions));
        more.addAll(new TransactionApis(transactions, topics).all());
        more.addAll(new TransactionAdminApis(transactions).all());
        more.addAll(new ProducerApis(topics).all());
        return new Apis(topics, offsets, more);
    }

    /** Answers all who wait, and begins nothing more. The connections can be closed then. */
    void stop() {
        upkeep.close();
        transactions.close();
        groups.close();
    }

    @Override
    public void close() throws IOException {
        stop();
        directory.close();
    }
}
