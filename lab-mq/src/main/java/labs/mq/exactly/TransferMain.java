package labs.mq.exactly;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import labs.mq.cluster.Orders;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A transfer in a process of its own, to be stopped and killed. Each record takes it two
 * milliseconds.
 *
 * <pre>
 *   stdout: READY      it begins to take over
 *   stdout: WORKING    it begins with its first record
 *   stdout: AT 13      it is in the middle of a step, before its 13th record
 *   stdin:  any line   it goes on
 *   stdout: FENCED …   another life of it has taken over; the exit status is 3
 * </pre>
 */
final class TransferMain {
    static final int FENCED = 3;

    private final Orders orders = Orders.fromStandardInput();
    private final int stopAt;
    private int begun;

    private TransferMain(int stopAt) {
        this.stopAt = stopAt;
    }

    /**
     * Runs until it is killed or fenced.
     *
     * @param args {@code exactly-once} or {@code naive}, bootstrap servers, application, number of
     *     the worker, input, output, and the number of the record to stop at (0 for none)
     */
    public static void main(String[] args) {
        var settings =
                new TransferSettings(args[1], args[2], Integer.parseInt(args[3]), args[4], args[5]);
        var main = new TransferMain(Integer.parseInt(args[6]));
        System.out.println("READY");
        try (Transfer transfer =
                args[0].equals("naive")
                        ? new NaiveTransfer(settings, main::transform)
                        : ExactlyOnce.open(settings, main::transform)) {
            workOn(transfer);
        } catch (FencedException e) {
            System.out.println("FENCED " + e.getMessage());
            System.exit(FENCED);
        }
    }

    private static void workOn(Transfer transfer) {
        while (true) {
            try {
                transfer.step();
            } catch (StepAbortedException e) {
                System.out.println("ABORTED " + e.getMessage());
            }
        }
    }

    private List<String> transform(ConsumerRecord<String, String> record) {
        if (++begun == 1) {
            System.out.println("WORKING");
        }
        if (begun == stopAt) {
            System.out.println("AT " + begun);
            orders.next();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)); // work takes its time
        return List.of(record.value());
    }
}
