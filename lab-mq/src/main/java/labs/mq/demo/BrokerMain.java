package labs.mq.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;

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

    private void run(BrokerArguments arguments) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "broker-at-exit"));
        try {
            if (arguments.directory() != null) {
                serve(arguments.port(), arguments.directory());
                return;
            }
            Path temporary = Files.createTempDirectory("lab-mq-broker-");
            try {
                serve(arguments.port(), temporary);
            } finally {
                delete(temporary); // nobody would look for them there
            }
        } finally {
            done.countDown();
        }
    }

    private void serve(int port, Path logs) throws IOException, InterruptedException {
        try (var broker = Broker.start(BrokerOptions.in(logs).withPort(port))) {
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

    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
