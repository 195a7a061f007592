package labs.rpc.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import labs.kit.LabTest;
import labs.rpc.client.XmlRpcClient;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.message.FaultException;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(30)
final class TupleSpaceTest {
    private static final int LONG = 60_000;

    private final LocalTupleSpace space = new LocalTupleSpace(10_000);
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000); // overflows, as it may
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldFindATupleByTheFieldsThatAreGiven() {
        write("task", 7, "north");
        write("task", 8, "south");
        assertThat(space.take(tuple("task", null, "south"), 0))
                .isEqualTo(tuple("task", 8, "south"));
        assertThat(space.take(tuple(null, 7, null), 0)).isEqualTo(tuple("task", 7, "north"));
        assertThat(space.size()).isZero();
    }

    @Test
    void shouldNotMatchAnotherLengthOrAnotherValue() {
        write("task", 7);
        assertThat(space.take(tuple("task"), 0)).isNull();
        assertThat(space.take(tuple("task", 7, null), 0)).isNull();
        assertThat(space.take(tuple("task", 8), 0)).isNull();
        assertThat(space.take(tuple("task", "7"), 0)).as("\"7\" is not 7").isNull();
        assertThat(space.take(tuple((Object) null, null), 0)).isNotNull();
    }

    @Test
    void shouldCompareBytesByWhatTheyAre() {
        write("blob", new byte[] {1, 2});
        assertThat(space.read(tuple("blob", new byte[] {1, 2}), 0))
                .as("two arrays with the same bytes are the same value")
                .isNotNull();
        assertThat(space.read(tuple("blob", new byte[] {1, 3}), 0)).isNull();
    }

    @Test
    void shouldTakeTheOldestFirst() {
        for (int i = 0; i < 5; i++) {
            write("task", i);
        }
        for (int i = 0; i < 5; i++) {
            assertThat(space.take(tuple("task", null), 0)).isEqualTo(tuple("task", i));
        }
    }

    @Test
    void shouldLeaveATupleThatIsOnlyRead() {
        write("config", 1);
        assertThat(space.read(tuple("config", null), 0)).isEqualTo(tuple("config", 1));
        assertThat(space.read(tuple("config", null), 0)).isEqualTo(tuple("config", 1));
        assertThat(space.size()).isEqualTo(1);
    }

    @Test
    void shouldWaitForATupleThatIsNotThereYet() throws Exception {
        Future<List<Object>> taker = threads.submit(() -> space.take(tuple("task", null), LONG));
        write("other", 1);
        write("task", 7);
        assertThat(taker.get(5, TimeUnit.SECONDS)).isEqualTo(tuple("task", 7));
        assertThat(space.size()).as("the other tuple stays").isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhenTheTimeIsOver() {
        long start = System.nanoTime();
        assertThat(space.take(tuple("task", null), 80)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(Duration.ofMillis(75));
        assertThat(space.take(tuple("task", null), 0)).as("0 means not at all").isNull();
    }

    @Test
    void shouldServeAllReadersAndOneTaker() throws Exception {
        List<Future<List<Object>>> readers = new ArrayList<>();
        List<Future<List<Object>>> takers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            takers.add(submitAndWait(() -> space.take(tuple("news", null), LONG)));
            readers.add(submitAndWait(() -> space.read(tuple("news", null), LONG)));
        }
        write("news", 1);
        for (Future<List<Object>> reader : readers) {
            assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo(tuple("news", 1));
        }
        await().until(() -> takers.stream().filter(Future::isDone).count() == 1);
        assertThat(takers.get(0)).as("the taker that came first").isDone();
        assertThat(space.size()).isZero();
        write("news", 2);
        assertThat(takers.get(1).get(5, TimeUnit.SECONDS)).isEqualTo(tuple("news", 2));
    }

    @Test
    void shouldKeepATupleThatNobodyTook() throws Exception {
        Future<List<Object>> reader = submitAndWait(() -> space.read(tuple("news", null), LONG));
        write("news", 1);
        assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo(tuple("news", 1));
        assertThat(space.take(tuple("news", null), 0)).isEqualTo(tuple("news", 1));
    }

    @Test
    void shouldGiveEachTupleToExactlyOneTaker() throws Exception {
        Queue<Object> taken = new ConcurrentLinkedQueue<>();
        List<Future<?>> takers = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            takers.add(threads.submit(() -> takeAll(taken)));
        }
        for (int i = 0; i < 1_000; i++) {
            write("task", i);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> taken.size() >= 1_000);
        for (int t = 0; t < 8; t++) {
            write("task", -1);
        }
        for (Future<?> taker : takers) {
            taker.get(5, TimeUnit.SECONDS);
        }
        assertThat(taken).hasSize(1_000).doesNotHaveDuplicates();
    }

    private void takeAll(Queue<Object> taken) {
        while (true) {
            List<Object> task = space.take(tuple("task", null), LONG);
            if (task.get(1).equals(-1)) {
                return;
            }
            taken.add(task.get(1));
        }
    }

    @Test
    void shouldLoseNoTupleToATakerWhoseTimeIsJustOver() throws Exception {
        AtomicReference<Thread> taker = new AtomicReference<>();
        Future<List<Object>> result =
                submitAndWait(
                        () -> {
                            taker.set(Thread.currentThread());
                            return space.take(tuple("task", null), 200);
                        });
        synchronized (space) { // the taker's time passes, and it cannot leave before the write
            await().pollInSameThread()
                    .until(() -> taker.get().getState() == Thread.State.BLOCKED || result.isDone());
            write("task", 7);
        }
        boolean taken = result.get(5, TimeUnit.SECONDS) != null;
        assertThat(taken || space.size() == 1)
                .as("the tuple is either taken or still there, and not lost with the taker")
                .isTrue();
    }

    @Test
    void shouldDropATupleWhenItsLeaseEnds() {
        LocalTupleSpace timed = new LocalTupleSpace(2, now::get);
        timed.write(tuple("session", 1), 50);
        timed.write(tuple("session", 2), 5_000);
        pass(Duration.ofMillis(49));
        assertThat(timed.read(tuple("session", 1), 0)).as("after 49 of 50 ms").isNotNull();
        pass(Duration.ofMillis(1));
        assertThat(timed.read(tuple("session", 1), 0)).as("after 50 of 50 ms").isNull();
        assertThat(timed.take(tuple("session", 1), 0)).isNull();
        assertThat(timed.size()).isEqualTo(1);
        assertThat(timed.write(tuple("session", 3), 50)).as("there is room again").isTrue();
    }

    @Test
    void shouldRefuseALeaseThatIsNone() {
        assertThatThrownBy(() -> space.write(tuple("session", 3), 0))
                .isInstanceOf(FaultException.class);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void shouldRefuseMoreTuplesThanItHasRoomFor() {
        LocalTupleSpace small = new LocalTupleSpace(2);
        small.write(tuple(1), LONG);
        small.write(tuple(2), LONG);
        assertThatThrownBy(() -> small.write(tuple(3), LONG)).isInstanceOf(FaultException.class);
        small.take(tuple(1), 0);
        assertThat(small.write(tuple(3), LONG)).isTrue();
    }

    @Test
    void shouldBeSharedAcrossTheNetwork() throws Exception {
        Dispatcher dispatcher = new Dispatcher().register("space", TupleSpace.class, space);
        try (XmlRpcServer server = XmlRpcServer.start(ServerOptions.defaults(), dispatcher);
                XmlRpcClient ann = XmlRpcClient.to("127.0.0.1", server.port());
                XmlRpcClient bob = XmlRpcClient.to("127.0.0.1", server.port())) {
            TupleSpace annsSpace = ann.proxy("space", TupleSpace.class);
            TupleSpace bobsSpace = bob.proxy("space", TupleSpace.class);
            Future<List<Object>> taker =
                    threads.submit(() -> bobsSpace.take(tuple("task", null), 5_000));
            annsSpace.write(tuple("task", 7), LONG);
            assertThat(taker.get(5, TimeUnit.SECONDS)).isEqualTo(tuple("task", 7));
            assertThat(annsSpace.read(tuple("task", null), 0)).isNull();
        }
    }

    /** Starts the work, and returns when its thread waits: who waits is served in order. */
    private <T> Future<T> submitAndWait(Callable<T> work) {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<T> result =
                threads.submit(
                        () -> {
                            thread.set(Thread.currentThread());
                            return work.call();
                        });
        await().pollInterval(Duration.ofMillis(2))
                .until(
                        () ->
                                thread.get() != null
                                        && thread.get().getState() == Thread.State.TIMED_WAITING);
        return result;
    }

    private void write(Object... fields) {
        assertThat(space.write(tuple(fields), LONG)).isTrue();
    }

    private static List<Object> tuple(Object... fields) {
        return new ArrayList<>(Arrays.asList(fields));
    }
}
