package labs.mq.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import labs.mq.broker.Broker;
import labs.mq.broker.TemporaryDirectory;

/** Our broker, serving Kafka's own clients until Ctrl-C. */
public final class BrokerMain {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private BrokerMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            BrokerArguments arguments = BrokerArguments.parse(args);
            if (arguments.help()) {
                System.out.println(BrokerArguments.USAGE);
            } else {
                startSoon();
                new BrokerMain().run(arguments);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + BrokerArguments.USAGE);
            System.exit(USAGE);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(FAILED);
        }
    }

    /** What Netty would find out else takes it a fifth of our start; we need nothing of it. */
    private static void startSoon() {
        setUnlessSet("io.netty.jfr.enabled", "false");
        setUnlessSet("io.netty.machineId", "01:02:03:04:05:06:07:08"); // part of channels' names
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** Before anything is said: the level is looked at once. */
    private static void setLevel(String level) {
        for (String part : List.of("broker", "group", "log", "transaction")) {
            System.setProperty("org.slf4j.simpleLogger.log.labs.mq." + part, level);
        }
    }

    private void run(BrokerArguments arguments) throws IOException, InterruptedException {
        setLevel(arguments.level());
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "broker-at-exit"));
        try {
            if (arguments.directory() != null) {
                serve(arguments, arguments.directory());
                return;
            }
            try (var temporary = TemporaryDirectory.create("lab-mq-broker-")) {
                serve(arguments, temporary.path()); // nobody would look for the logs there
            }
        } finally {
            done.countDown();
        }
    }

    private void serve(BrokerArguments arguments, Path logs)
            throws IOException, InterruptedException {
        try (var broker = Broker.start(arguments.in(logs))) {
            for (Map.Entry<String, Integer> topic : arguments.topics().entrySet()) {
                if (!broker.hasTopic(topic.getKey())) {
                    broker.createTopic(topic.getKey(), topic.getValue());
                }
            }
            System.out.println("Our broker listens on " + broker.address());
            System.out.println("Its logs are in " + logs);
            System.out.println("Ctrl-C stops it.");
            stopped.await();
            System.out.println("stopping");
        }
    }

    /** The JVM goes on ending when this returns. */
    private void stop() {
        stopped.countDown();
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
