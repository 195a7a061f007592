package labs.proxy.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import labs.proxy.balance.Loads;
import labs.proxy.overload.Turnstile.Ticket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets in, and when. */
@Timeout(60)
final class TurnstileTest {
    private final Loads loads = new Loads();
    private final List<String> up = new ArrayList<>(List.of("a", "b"));
    private final Map<String, Integer> limits = new HashMap<>(Map.of("a", 1, "b", 1));
    private final Turnstile turnstile = new Turnstile(loads, name -> limits.getOrDefault(name, 0));
    private final List<String> admitted = new ArrayList<>();

    /** The first that is up and has room. */
    private final Turnstile.Choice first =
            new Turnstile.Choice() {
                @Override
                public Optional<String> among(Set<String> full) {
                    return up.stream().filter(name -> !full.contains(name)).findFirst();
                }

                @Override
                public boolean any() {
                    return !up.isEmpty();
                }
            };

    private Ticket enter(String who) {
        return turnstile.enter(Optional.empty(), first, at -> admitted.add(who + "@" + at));
    }

    private Ticket enterBound(String who, String server) {
        return turnstile.enter(Optional.of(server), first, at -> admitted.add(who + "@" + at));
    }

    @Test
    void shouldLetInAsManyAsThereIsRoomFor() {
        assertThat(turnstile.server(enter("1"))).contains("a");
        assertThat(turnstile.server(enter("2"))).contains("b");
        Ticket third = enter("3");
        assertThat(turnstile.server(third)).isEmpty();
        assertThat(turnstile.isWaiting(third)).isTrue();
        assertThat(loads.of("a")).isEqualTo(1);
        assertThat(turnstile.waiting()).isEqualTo(1);
    }

    @Test
    void shouldLetInAnyNumberWhereThereIsNoLimit() {
        limits.clear();
        for (int i = 0; i < 100; i++) {
            assertThat(turnstile.server(enter("" + i))).contains("a");
        }
        assertThat(loads.of("a")).isEqualTo(100);
    }

    @Test
    void shouldServeTheLineInItsOrder() {
        Ticket one = enter("1");
        Ticket two = enter("2");
        Ticket three = enter("3");
        enter("4");
        turnstile.leave(two);
        assertThat(admitted).containsExactly("3@b");
        assertThat(turnstile.server(three)).contains("b");
        turnstile.leave(one);
        assertThat(admitted).containsExactly("3@b", "4@a");
        assertThat(turnstile.waiting()).isZero();
    }

    @Test
    void shouldNotLetANewcomerPassThoseWhoWait() {
        Ticket one = enter("1");
        enter("2");
        enter("3");
        turnstile.leave(one);
        assertThat(turnstile.isWaiting(enter("4"))).as("3 has the place").isTrue();
        assertThat(admitted).containsExactly("3@a");
    }

    @Test
    void shouldKeepWhoWaitsForOneServerOutOfTheWayOfOthers() {
        Ticket one = enter("1");
        Ticket two = enter("2");
        Ticket bound = enterBound("bound", "a");
        enter("3");
        assertThat(turnstile.waitingFor("a")).isEqualTo(1);
        turnstile.leave(two);
        assertThat(admitted).as("b is nothing for the one before").containsExactly("3@b");
        assertThat(turnstile.isWaiting(bound)).isTrue();
        turnstile.leave(one);
        assertThat(admitted).containsExactly("3@b", "bound@a");
    }

    @Test
    void shouldRefuseAtOnceWhereNobodyIsUp() {
        up.clear();
        Ticket ticket = enter("1");
        assertThat(turnstile.server(ticket)).isEmpty();
        assertThat(turnstile.isWaiting(ticket)).as("nothing to wait for").isFalse();
        assertThat(turnstile.waiting()).isZero();
    }

    @Test
    void shouldNotLetInWhoGaveUp() {
        Ticket one = enter("1");
        Ticket two = enter("2");
        Ticket three = enter("3");
        enter("4");
        assertThat(turnstile.giveUp(three)).isTrue();
        assertThat(turnstile.giveUp(three)).as("a second time").isFalse();
        turnstile.leave(one);
        assertThat(admitted).containsExactly("4@a");
        assertThat(turnstile.giveUp(two)).as("is inside, and must leave").isFalse();
        turnstile.leave(three);
        assertThat(loads.of("a") + loads.of("b")).isEqualTo(2);
    }

    @Test
    void shouldTakeALeavingForOne() {
        Ticket one = enter("1");
        turnstile.leave(one);
        turnstile.leave(one);
        assertThat(loads.of("a")).isZero();
        assertThat(turnstile.server(one)).isEmpty();
        enter("2");
        assertThat(turnstile.server(enter("3"))).as("still one each").contains("b");
        assertThat(turnstile.isWaiting(enter("4"))).isTrue();
    }

    @Test
    void shouldLetInThoseWhoWaitWhenAServerComes() {
        limits.put("c", 2);
        enter("1");
        enter("2");
        enter("3");
        enter("4");
        enter("5");
        up.add("c");
        turnstile.reconsider(Set.of("a", "b", "c"));
        assertThat(admitted).containsExactly("3@c", "4@c");
        assertThat(turnstile.waiting()).isEqualTo(1);
    }

    @Test
    void shouldHaveThoseGoElsewhereWhoseServerIsDown() {
        Ticket one = enter("1");
        Ticket two = enter("2");
        enterBound("bound", "a");
        up.remove("a");
        turnstile.reconsider(Set.of("b"));
        assertThat(admitted).isEmpty();
        turnstile.leave(one);
        assertThat(admitted).as("a has room, but is down").isEmpty();
        turnstile.leave(two);
        assertThat(admitted).containsExactly("bound@b");
    }

    @Test
    void shouldWaitForAFullServerThatIsTheOnlyRightOne() {
        Turnstile.Choice hash =
                new Turnstile.Choice() {
                    @Override
                    public Optional<String> among(Set<String> full) {
                        return Optional.of("a");
                    }

                    @Override
                    public boolean any() {
                        return true;
                    }
                };
        Ticket one = turnstile.enter(Optional.empty(), hash, at -> {});
        Ticket two = turnstile.enter(Optional.empty(), hash, at -> admitted.add("2@" + at));
        assertThat(turnstile.server(two)).as("a is full").isEmpty();
        assertThat(turnstile.server(enter("3"))).as("b is not").contains("b");
        turnstile.leave(one);
        assertThat(admitted).containsExactly("2@a");
    }

    @Test
    void shouldAskNoMoreOfTheLineThanItMust() {
        var asked = new AtomicInteger();
        Turnstile.Choice counted =
                new Turnstile.Choice() {
                    @Override
                    public Optional<String> among(Set<String> full) {
                        asked.incrementAndGet();
                        return first.among(full);
                    }

                    @Override
                    public boolean any() {
                        return first.any();
                    }
                };
        Ticket inside = turnstile.enter(Optional.empty(), counted, at -> {});
        enter("b's");
        for (int i = 0; i < 1000; i++) {
            String who = "" + i;
            turnstile.enter(Optional.empty(), counted, at -> admitted.add(who + "@" + at));
        }
        asked.set(0);

        turnstile.leave(inside);

        assertThat(admitted).containsExactly("0@a");
        assertThat(asked.get())
                .as("of 1,000 who wait, and one place, were asked where they would go")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void shouldNeverHaveTooManyInsideWhateverThreadsDo() throws InterruptedException {
        limits.put("a", 3);
        limits.put("b", 2);
        var inside = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        var tooMany = new AtomicInteger();
        var served = new CountDownLatch(4000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int i = 0; i < 4000; i++) {
                threads.execute(() -> visit(inside, tooMany, served, threads));
            }
            assertThat(served.await(30, TimeUnit.SECONDS))
                    .as("all were served; %d were not", served.getCount())
                    .isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(tooMany).as("times that a server had more inside than its limit").hasValue(0);
        assertThat(turnstile.waiting()).isZero();
    }

    private void visit(
            Map<String, AtomicInteger> inside,
            AtomicInteger tooMany,
            CountDownLatch served,
            Executor threads) {
        var ticket = new CompletableFuture<Ticket>();
        var once = new AtomicBoolean();
        Consumer<String> serve =
                at -> {
                    if (once.compareAndSet(false, true)) {
                        int now = inside.get(at).incrementAndGet();
                        tooMany.addAndGet(now > limits.get(at) ? 1 : 0);
                        inside.get(at).decrementAndGet();
                        // As a proxy does, on a thread of its own: to leave from in here would
                        // let in the next one from in here, a stack as deep as the line is long.
                        ticket.thenAcceptAsync(
                                mine -> {
                                    turnstile.leave(mine);
                                    served.countDown();
                                },
                                threads);
                    }
                };
        Ticket mine = turnstile.enter(Optional.empty(), first, serve);
        ticket.complete(mine);
        turnstile.server(mine).ifPresent(serve);
    }
}
