package labs.rpc.once;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import labs.kit.LabTest;
import labs.rpc.message.FaultException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(20)
final class ReplyCacheTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile Instant now = Instant.EPOCH;

    @AfterEach
    void stop() throws InterruptedException {
        gate.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRunACallOnceAndRepeatItsReply() throws Exception {
        ReplyCache cache = cache(10, 10);
        String session = cache.open();
        assertThat(cache.once(session, 1, this::run)).isEqualTo("run 1");
        assertThat(cache.once(session, 1, this::run)).isEqualTo("run 1");
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldTellCallsApartByNumberAndBySession() throws Exception {
        ReplyCache cache = cache(10, 10);
        String ann = cache.open();
        String bob = cache.open();
        assertThat(ann).isNotEqualTo(bob);
        cache.once(ann, 1, this::run);
        cache.once(ann, 2, this::run);
        cache.once(bob, 1, this::run);
        assertThat(runs).hasValue(3);
    }

    @Test
    void shouldRememberNilAsAReply() throws Exception {
        ReplyCache cache = cache(10, 10);
        String session = cache.open();
        Callable<Object> nothing =
                () -> {
                    run();
                    return null;
                };
        assertThat(cache.once(session, 1, nothing)).isNull();
        assertThat(cache.once(session, 1, nothing)).isNull();
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldRememberAFailureAsAReply() {
        ReplyCache cache = cache(10, 10);
        String session = cache.open();
        Callable<Object> failing =
                () -> {
                    throw new IOException(run());
                };
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> cache.once(session, 1, failing))
                    .as("the first attempt may have done half of its work: it must not run again")
                    .isInstanceOf(IOException.class)
                    .hasMessage("run 1");
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldMakeDuplicatesWaitForTheCallInProgress() throws Exception {
        ReplyCache cache = cache(10, 10);
        String session = cache.open();
        List<Future<Object>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            results.add(threads.submit(() -> cache.once(session, 1, this::runAtTheGate)));
        }
        await().until(() -> runs.get() > 0);
        assertThat(results)
                .as("nobody may get a reply that is not there yet")
                .noneMatch(Future::isDone);
        gate.countDown();
        for (Future<Object> result : results) {
            assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo("run 1");
        }
        assertThat(runs).as("20 duplicates at the same moment").hasValue(1);
    }

    @Test
    void shouldRefuseASessionThatItNeverOpened() {
        assertRefused(Once.UNKNOWN_SESSION, cache(10, 10), "made up", 1);
    }

    @Test
    void shouldRefuseACallWhoseReplyItDropped() throws Exception {
        ReplyCache cache = cache(10, 3);
        String session = cache.open();
        for (int id = 1; id <= 5; id++) {
            cache.once(session, id, this::run);
        }
        assertRefused(Once.FORGOTTEN_CALL, cache, session, 1);
        assertRefused(Once.FORGOTTEN_CALL, cache, session, 2);
        assertThat(cache.once(session, 3, this::run)).isEqualTo("run 3");
        assertThat(runs).as("what is forgotten is refused, not run again").hasValue(5);
    }

    @Test
    void shouldNeverDropACallInProgress() throws Exception {
        ReplyCache cache = cache(10, 2);
        String session = cache.open();
        Future<Object> slow = threads.submit(() -> cache.once(session, 1, this::runAtTheGate));
        await().until(() -> runs.get() == 1);
        for (int id = 2; id <= 5; id++) {
            cache.once(session, id, this::run);
        }
        Future<Object> duplicate = threads.submit(() -> cache.once(session, 1, this::run));
        gate.countDown();
        assertThat(slow.get(5, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(duplicate.get(5, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(runs).hasValue(5);
    }

    @Test
    void shouldRefuseNewCallsWhenAllItHoldsAreInProgress() {
        ReplyCache cache = cache(10, 1);
        String session = cache.open();
        threads.submit(() -> cache.once(session, 1, this::runAtTheGate));
        await().until(() -> runs.get() == 1);
        assertRefused(Once.TOO_MANY, cache, session, 2);
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldForgetWhatIsTooOld() throws Exception {
        ReplyCache cache = cache(10, 10);
        String session = cache.open();
        cache.once(session, 1, this::run);
        now = now.plus(Duration.ofMinutes(6));
        cache.once(session, 2, this::run);
        now = now.plus(Duration.ofMinutes(6));
        cache.once(session, 3, this::run);
        assertThat(cache.size()).as("call 1 is twelve minutes old, the limit is ten").isEqualTo(2);
        assertRefused(Once.FORGOTTEN_CALL, cache, session, 1);
        assertThat(cache.once(session, 2, this::run)).isEqualTo("run 2");
    }

    @Test
    void shouldForgetTheSessionThatWasUsedLeastRecently() throws Exception {
        ReplyCache cache = cache(2, 10);
        String ann = cache.open();
        String bob = cache.open();
        cache.once(ann, 1, this::run);
        cache.open();
        assertRefused(Once.UNKNOWN_SESSION, cache, bob, 1);
        assertThat(cache.once(ann, 1, this::run)).isEqualTo("run 1");
    }

    @Test
    void shouldKeepASessionWithACallInProgress() throws Exception {
        ReplyCache cache = cache(2, 10);
        String busy = cache.open();
        Future<Object> slow = threads.submit(() -> cache.once(busy, 1, this::runAtTheGate));
        await().until(() -> runs.get() == 1);
        for (int i = 0; i < 5; i++) {
            cache.open();
        }
        Future<Object> duplicate = threads.submit(() -> cache.once(busy, 1, this::run));
        gate.countDown();
        assertThat(slow.get(5, TimeUnit.SECONDS)).isEqualTo("run 1");
        assertThat(duplicate.get(5, TimeUnit.SECONDS)).isEqualTo("run 1");
    }

    @Test
    void shouldStayWithinItsBounds(Random random) throws Exception {
        ReplyCache cache = cache(10, 20);
        List<String> names = new ArrayList<>();
        for (int id = 1; id <= 5_000; id++) {
            if (id % 50 == 1) {
                names.add(cache.open());
            }
            String recent = names.get(names.size() - 1 - random.nextInt(Math.min(5, names.size())));
            cache.once(recent, id, this::run);
            assertThat(cache.size()).as("replies held").isLessThanOrEqualTo(10 * 20);
        }
    }

    private ReplyCache cache(int sessions, int replies) {
        return new ReplyCache(
                new ReplyCache.Limits(sessions, replies, Duration.ofMinutes(10)), () -> now);
    }

    private String run() {
        return "run " + runs.incrementAndGet();
    }

    private Object runAtTheGate() throws InterruptedException {
        String result = run();
        gate.await();
        return result;
    }

    private void assertRefused(int code, ReplyCache cache, String session, long id) {
        assertThatThrownBy(() -> cache.once(session, id, this::run))
                .as("call %d of session %s", id, session)
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
