package labs.kit.linear;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import labs.kit.LabTest;
import labs.kit.history.History;
import labs.kit.history.Operation;
import labs.kit.linear.Models.LockCall;
import labs.kit.linear.Models.QueueCall;
import labs.kit.linear.Models.RegisterCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@Timeout(60)
class LinearizabilityTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static RegisterCall read() {
        return new RegisterCall.Read();
    }

    private static RegisterCall write(long value) {
        return new RegisterCall.Write(value);
    }

    private static Verdict<RegisterCall, Long> judge(List<Operation<RegisterCall, Long>> history) {
        return new Linearizability<>(Models.register(0), LIMIT).judge(history);
    }

    @Test
    void shouldAcceptAReadThatOverlapsAWriteWithEitherValue() {
        for (long seen : new long[] {0, 1}) {
            assertThat(
                            judge(
                                    List.of(
                                            Operation.ok(0, 0, 10, write(1), 0L),
                                            Operation.ok(1, 5, 8, read(), seen))))
                    .isInstanceOf(Verdict.Linearizable.class);
        }
    }

    @Test
    void shouldRefuseAReadOfTheOldValueAfterTheWriteCameBack() {
        assertThat(
                        judge(
                                List.of(
                                        Operation.ok(0, 0, 10, write(1), 0L),
                                        Operation.ok(1, 11, 12, read(), 0L))))
                .isInstanceOf(Verdict.Violation.class);
    }

    @Test
    void shouldRefuseTwoReadsThatSeeTheWriteComeAndGo() {
        assertThat(
                        judge(
                                List.of(
                                        Operation.ok(0, 0, 100, write(1), 0L),
                                        Operation.ok(1, 10, 20, read(), 1L),
                                        Operation.ok(1, 30, 40, read(), 0L))))
                .isInstanceOf(Verdict.Violation.class);
    }

    @Test
    void shouldLetAnUnknownWriteTakeEffectLateOrNever() {
        var unknown = Operation.<RegisterCall, Long>unknown(0, 0, write(1));
        var before = Operation.<RegisterCall, Long>ok(1, 10, 20, read(), 0L);
        var after = Operation.<RegisterCall, Long>ok(1, 30, 40, read(), 1L);
        var gone = Operation.<RegisterCall, Long>ok(1, 50, 60, read(), 0L);

        assertThat(judge(List.of(unknown, before)).isLinearizable()).isTrue();
        assertThat(judge(List.of(unknown, before, after)).isLinearizable()).isTrue();
        assertThat(judge(List.of(unknown, before, after, gone)).isLinearizable()).isFalse();
    }

    @Test
    void shouldRefuseALockThatTwoHold() {
        var lock = new Linearizability<>(Models.lock(), LIMIT);
        var mine = Operation.<LockCall, Boolean>ok(0, 0, 10, new LockCall(true, 0), true);
        var theirs = Operation.<LockCall, Boolean>ok(1, 20, 30, new LockCall(true, 1), true);
        var release = Operation.<LockCall, Boolean>ok(0, 15, 25, new LockCall(false, 0), true);

        assertThat(lock.judge(List.of(mine, theirs)).isLinearizable()).isFalse();
        assertThat(lock.judge(List.of(mine, release, theirs)).isLinearizable()).isTrue();
    }

    @Test
    void shouldRefuseAQueueThatGivesAValueTwice() {
        var queue = new Linearizability<>(Models.queue(), LIMIT);
        var put =
                Operation.<QueueCall, Optional<Long>>ok(
                        0, 0, 10, new QueueCall(Optional.of(7L)), Optional.empty());
        var take = new QueueCall(Optional.empty());
        var first = Operation.<QueueCall, Optional<Long>>ok(1, 20, 30, take, Optional.of(7L));
        var second = Operation.<QueueCall, Optional<Long>>ok(2, 22, 32, take, Optional.of(7L));

        assertThat(queue.judge(List.of(put, first)).isLinearizable()).isTrue();
        assertThat(queue.judge(List.of(put, first, second)).isLinearizable()).isFalse();
    }

    @Test
    void shouldNameTheShortestBeginningThatIsWrong() {
        var history =
                List.<Operation<RegisterCall, Long>>of(
                        Operation.ok(0, 0, 10, write(1), 0L),
                        Operation.ok(1, 11, 12, read(), 0L),
                        Operation.ok(2, 5, 50, write(2), 0L),
                        Operation.ok(1, 60, 70, read(), 2L));

        var violation = (Verdict.Violation<RegisterCall, Long>) judge(history);

        assertThat(violation.shortest())
                .as("the wrong read, and what was under way when it came back")
                .hasSize(3)
                .noneMatch(operation -> operation.completed() > 12 && !operation.isUnknown());
        assertThat(violation.explained()).hasSizeLessThan(3);
    }

    @Test
    void shouldJudgeEachKeyByItself() {
        record Put(String key, long value) {}
        var model =
                new Model<Long, Put, Long>() {
                    @Override
                    public Long initial() {
                        return 0L;
                    }

                    @Override
                    public Optional<Long> step(Long state, Put put, Optional<Long> before) {
                        return before.isEmpty() || before.get().equals(state)
                                ? Optional.of(put.value())
                                : Optional.empty();
                    }
                };
        var history =
                List.of(
                        Operation.ok(0, 0, 1, new Put("a", 1), 0L),
                        Operation.ok(0, 2, 3, new Put("b", 2), 0L),
                        Operation.ok(0, 4, 5, new Put("b", 3), 1L));

        var verdict = new Linearizability<>(model, LIMIT).judge(history, Put::key);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Violation.class,
                        violation -> assertThat(violation.key()).isEqualTo("b"));
    }

    @Test
    void shouldSayUnknownWhenTimeRunsOut() {
        // Sixty overlapping writes and an impossible read: no memory saves this search.
        var history = new ArrayList<Operation<RegisterCall, Long>>();
        for (int i = 0; i < 60; i++) {
            history.add(Operation.ok(i, i, 10_000 + i, write(i + 1), 0L));
        }
        history.add(Operation.ok(99, 200, 300, read(), 999L));

        var verdict =
                new Linearizability<>(Models.register(0), Duration.ofMillis(200)).judge(history);

        assertThat(verdict).isInstanceOf(Verdict.Unknown.class);
        assertThat(verdict.isLinearizable()).isFalse();
    }

    @Test
    void shouldAgreeWithBruteForceOnThousandsOfSmallHistories(Random random) {
        int wrong = 0;
        for (int i = 0; i < 5_000; i++) {
            List<Operation<RegisterCall, Long>> history = smallHistory(random);
            boolean expected = BruteForce.isLinearizable(Models.register(0), history);
            assertThat(judge(history).isLinearizable()).as("%s", history).isEqualTo(expected);
            wrong += expected ? 0 : 1;
        }
        assertThat(wrong).as("histories that are not linearizable").isBetween(500, 4_500);
    }

    @Test
    void shouldAgreeWithBruteForceWhenManyAnswersAreLost(Random random) {
        int wrong = 0;
        for (int i = 0; i < 3_000; i++) {
            List<Operation<Long, Long>> history = smallSums(random);
            boolean expected = BruteForce.isLinearizable(Models.counter(), history);
            var verdict = new Linearizability<>(Models.counter(), LIMIT).judge(history);
            assertThat(verdict.isLinearizable()).as("%s", history).isEqualTo(expected);
            wrong += expected ? 0 : 1;
        }
        assertThat(wrong).as("histories that are not linearizable").isBetween(300, 2_700);
    }

    private static List<Operation<Long, Long>> smallSums(Random random) {
        var history = new ArrayList<Operation<Long, Long>>();
        for (int client = 0; client < 6; client++) {
            long time = random.nextInt(12);
            long summand = random.nextInt(3);
            history.add(
                    client < 4
                            ? Operation.unknown(client, time, summand)
                            : Operation.ok(
                                    client,
                                    time,
                                    time + 1 + random.nextInt(6),
                                    summand,
                                    (long) random.nextInt(7)));
        }
        return history;
    }

    @Test
    void shouldJudgeAHistoryWithSixtyLostAnswersInTwoSeconds(Random random) {
        // Half of the lost ones took effect, and the sums say so only together.
        var history = new ArrayList<Operation<Long, Long>>();
        long sum = 0;
        for (int i = 0; i < 300; i++) {
            long summand = random.nextInt(3);
            boolean lost = i % 5 == 0;
            sum += lost && random.nextBoolean() ? 0 : summand;
            history.add(
                    lost
                            ? Operation.unknown(i % 8, 10L * i, summand)
                            : Operation.ok(i % 8, 10L * i, 10L * i + 15, summand, sum));
        }

        var verdict = new Linearizability<>(Models.counter(), LIMIT).judge(history);
        assertThat(verdict.isLinearizable()).as("%s", verdict).isTrue();
    }

    private static List<Operation<RegisterCall, Long>> smallHistory(Random random) {
        var history = new ArrayList<Operation<RegisterCall, Long>>();
        for (int client = 0; client < 3; client++) {
            long time = random.nextInt(4);
            for (int i = random.nextInt(3); i >= 0; i--) {
                long end = time + 1 + random.nextInt(8);
                RegisterCall call =
                        switch (random.nextInt(3)) {
                            case 0 -> read();
                            case 1 -> write(random.nextInt(2));
                            default ->
                                    new RegisterCall.CompareAndSet(
                                            random.nextInt(2), random.nextInt(2));
                        };
                if (random.nextInt(6) == 0) {
                    history.add(Operation.unknown(client, time, call));
                    break;
                }
                history.add(Operation.ok(client, time, end, call, (long) random.nextInt(2)));
                time = end + random.nextInt(3);
            }
        }
        return history;
    }

    @Test
    void shouldJudgeTwoThousandOperationsOfEightClients() throws InterruptedException {
        List<Operation<RegisterCall, Long>> history = realHistory(8, 250);
        assertThat(history).hasSize(2_000);

        assertThat(judge(history).isLinearizable()).isTrue();
    }

    @Test
    void shouldFindTheOneLieInTwoThousandOperations() throws InterruptedException {
        List<Operation<RegisterCall, Long>> history = realHistory(8, 250);
        Operation<RegisterCall, Long> last = history.get(history.size() - 1);
        history.add(
                Operation.ok(
                        9,
                        last.completed() + 1_000_000,
                        last.completed() + 2_000_000,
                        read(),
                        -1L));

        assertThat(judge(history)).isInstanceOf(Verdict.Violation.class);
    }

    /** Real threads on a register that really is linearizable. */
    private static List<Operation<RegisterCall, Long>> realHistory(int clients, int calls)
            throws InterruptedException {
        var register = new AtomicLong();
        var history = new History<RegisterCall, Long>();
        var threads = new ArrayList<Thread>();
        for (int c = 0; c < clients; c++) {
            History.Client<RegisterCall, Long> client = history.client();
            threads.add(new Thread(() -> work(client, register, calls), "client-" + c));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return new ArrayList<>(history.operations());
    }

    private static void work(
            History.Client<RegisterCall, Long> client, AtomicLong register, int calls) {
        var random = new Random(client.id());
        for (int i = 0; i < calls; i++) {
            if (random.nextBoolean()) {
                client.invoke(read());
                client.ok(register.get());
            } else if (random.nextBoolean()) {
                long value = random.nextInt(5);
                client.invoke(write(value));
                register.set(value);
                client.ok(0L);
            } else {
                var swap = new RegisterCall.CompareAndSet(random.nextInt(5), random.nextInt(5));
                client.invoke(swap);
                client.ok(register.compareAndSet(swap.expected(), swap.value()) ? 1L : 0L);
            }
            Thread.onSpinWait();
        }
    }

    /** Tries every order of every subset: slow, and too simple to be wrong. */
    private static final class BruteForce {
        static <S, I, O> boolean isLinearizable(Model<S, I, O> model, List<Operation<I, O>> all) {
            return search(model, all, new BitSet(), model.initial());
        }

        private static <S, I, O> boolean search(
                Model<S, I, O> model, List<Operation<I, O>> all, BitSet done, S state) {
            boolean finished = true;
            for (int i = 0; i < all.size(); i++) {
                finished &= done.get(i) || all.get(i).isUnknown();
            }
            if (finished) {
                return true;
            }
            for (int i = 0; i < all.size(); i++) {
                if (!done.get(i) && mayBeNext(all, done, i)) {
                    Optional<S> after = model.step(state, all.get(i).input(), all.get(i).output());
                    BitSet with = (BitSet) done.clone();
                    with.set(i);
                    if (after.isPresent() && search(model, all, with, after.get())) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static <I, O> boolean mayBeNext(List<Operation<I, O>> all, BitSet done, int i) {
            for (int j = 0; j < all.size(); j++) {
                if (!done.get(j) && all.get(j).completed() < all.get(i).invoked()) {
                    return false;
                }
            }
            return true;
        }
    }
}
