package labs.mq.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import labs.mq.broker.Broker;
import labs.mq.broker.BrokerOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our broker, serving Kafka's own clients until Ctrl-C. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Serves Kafka's own clients over this chapter's log, until Ctrl-C.")
public final class BrokerMain implements Callable<Integer> {
    @Option(
            names = "--port",
            defaultValue = "9092",
            description = "to listen on; 0 for any that is free (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--directory",
            description = "of the logs; they stay there (default: a temporary one)")
    private Path directory;

    public static void main(String[] args) {
        System.exit(new CommandLine(new BrokerMain()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stopped.countDown();
                                    awaitQuietly(done);
                                },
                                "broker-at-exit"));
        try (var broker = Broker.start(BrokerOptions.in(logs()).withPort(port))) {
            System.out.println("Our broker listens on " + broker.address());
            System.out.println("Its logs are in " + logs());
            System.out.println("Ctrl-C stops it.");
            stopped.await();
            System.out.println("stopping");
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        } finally {
            done.countDown();
        }
        return 0;
    }

    private Path logs() throws IOException {
        if (directory == null) {
            directory = Files.createTempDirectory("lab-mq-broker-");
        }
        return directory;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
