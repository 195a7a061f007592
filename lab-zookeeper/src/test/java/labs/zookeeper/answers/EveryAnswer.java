package labs.zookeeper.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import labs.cluster.zookeeper.Ensemble;
import labs.zookeeper.curator.Curators;
import labs.zookeeper.ensemble.TestRoot;
import org.apache.curator.framework.CuratorFramework;

/**
 * Tells a story once in peace, and hears which operations it asks ZooKeeper for; then once more for
 * each of them and each way to lose its answer. The story itself judges whether the recipe kept its
 * promise.
 */
public final class EveryAnswer {
    private static final int AT_ONCE = 64; // they mostly wait

    private final Ensemble ensemble;
    private final TestRoot root;
    private final CuratorFramework client;
    private final int port;
    private final AtomicInteger tellings = new AtomicInteger();

    /** What is done with a recipe, and what must hold afterwards. */
    @FunctionalInterface
    public interface Story {
        /** Prepares, says {@link Wire#begin}, uses the recipe, and checks its promise. */
        void tell(Wire wire) throws Exception;
    }

    private record Case(Answer answer, Loss loss) {
        @Override
        public String toString() {
            return answer + " lost " + loss;
        }
    }

    private EveryAnswer(Ensemble ensemble, TestRoot root, CuratorFramework client) {
        this.ensemble = ensemble;
        this.root = root;
        this.client = client;
        this.port = ensemble.follower().port();
    }

    /** Fails with every loss under which the story goes wrong. */
    public static void isLost(Ensemble ensemble, TestRoot root, Story story) throws Exception {
        try (var client = Curators.connect(ensemble.connectString(), Wire.SESSION)) {
            new EveryAnswer(ensemble, root, client).tellAll(story);
        }
    }

    private void tellAll(Story story) throws Exception {
        var cases = new ArrayList<Case>();
        for (Answer answer : new ArrayList<>(tell(story, new Case(null, Loss.NONE)))) {
            for (Loss loss : List.of(Loss.ONCE, Loss.TWICE, Loss.FOR_LONG)) {
                cases.add(new Case(answer, loss));
            }
        }
        List<String> broken = failures(story, cases);
        System.out.printf("%d answers were lost, each in its way%n", cases.size());
        assertThat(broken)
                .as("promises that do not hold when an answer gets lost, of %d", cases.size())
                .isEmpty();
    }

    private List<String> failures(Story story, List<Case> cases) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            var running = new ArrayList<Future<List<Answer>>>();
            for (Case each : cases) {
                running.add(threads.submit(() -> tell(story, each)));
            }
            var failures = new ArrayList<String>();
            for (int i = 0; i < cases.size(); i++) {
                try {
                    running.get(i).get();
                } catch (ExecutionException e) {
                    String why = String.valueOf(e.getCause());
                    failures.add(
                            cases.get(i) + ": " + why.substring(0, Math.min(500, why.length())));
                }
            }
            return failures;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Answer> tell(Story story, Case loss) throws Exception {
        String path = root.path() + "/telling-" + tellings.incrementAndGet();
        client.create().forPath(path);
        try (var wire =
                new Wire(ensemble.connectString(), port, path, loss.loss(), loss.answer())) {
            story.tell(wire);
            return wire.given();
        }
    }
}
