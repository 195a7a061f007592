package labs.zookeeper.lock;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import labs.zookeeper.tree.Session;

/**
 * A process that holds a lock and writes when it is told to, for a store at the other end of its
 * standard output. Between the two anybody may stop it (SIGSTOP), as a long pause of the garbage
 * collector or of a virtual machine does. It has checked that it holds the lock, and writes.
 *
 * <pre>
 *   stdout: HELD 4294967299          it has the lock, with this token
 *   stdin:  some text
 *   stdout: WRITE 4294967299 some text
 *   stdout: LOST                     it has heard that its session expired
 * </pre>
 */
final class HolderMain {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private HolderMain() {}

    /**
     * Runs until its standard input ends.
     *
     * @param args connect string, path of the lock, session timeout in milliseconds
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        Duration timeout = Duration.ofMillis(Long.parseLong(args[2]));
        try (var session = Session.connect(args[0], timeout, PATIENCE)) {
            var mutex = new Mutex(session, args[1]);
            mutex.addListener(HolderMain::report);
            FencingToken token = mutex.acquire();
            System.out.println("HELD " + token.value());
            for (String text; (text = orders.readLine()) != null; ) {
                // The check lies before the pause, and no check can lie after every pause.
                System.out.println("WRITE " + token.value() + " " + text);
            }
        }
    }

    private static void report(LockState state, FencingToken token) {
        if (state == LockState.LOST) {
            System.out.println(state);
        }
    }
}
