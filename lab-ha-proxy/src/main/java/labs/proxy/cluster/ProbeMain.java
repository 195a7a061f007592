package labs.proxy.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A client as a process of its own, since it lives in the cluster's network and a JVM cannot enter
 * one. Writes a line for each row, and ends when its standard input does.
 */
final class ProbeMain {
    private ProbeMain() {}

    /** Arguments: the database's URL, the first number, milliseconds between two rows. */
    public static void main(String[] args) throws IOException {
        var probe =
                new WriteProbe(args[0], Databases.USER, Databases.PASSWORD, Duration.ofSeconds(1));
        long[] number = {Long.parseLong(args[1])};
        var thread = Executors.newSingleThreadScheduledExecutor();
        thread.scheduleWithFixedDelay(
                () -> tell(probe, number[0]++), 0, Long.parseLong(args[2]), TimeUnit.MILLISECONDS);
        while (System.in.read() >= 0) {
            // Whoever started us is alive.
        }
        Runtime.getRuntime().halt(0); // not in the middle of an insert that hangs
    }

    private static void tell(WriteProbe probe, long number) {
        try {
            Write write = probe.write(number);
            System.out.printf(
                    "%d %s %d %d%n",
                    write.number(), write.outcome(), write.beganNanos(), write.endedNanos());
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
