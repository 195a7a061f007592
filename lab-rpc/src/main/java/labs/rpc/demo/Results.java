package labs.rpc.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What came back for the tasks of one run. Thread-safe. */
final class Results {
    private final int tasks;
    private final Map<Integer, Integer> primes = new HashMap<>(); // guarded by this
    private final Map<Integer, Long> times = new HashMap<>(); // guarded by this
    private int twice; // guarded by this

    Results(int tasks) {
        this.tasks = tasks;
    }

    int tasks() {
        return tasks;
    }

    synchronized void add(int task, int count) {
        if (primes.put(task, count) != null) {
            twice++;
            return;
        }
        times.put(task, System.nanoTime());
        if (primes.size() == tasks) {
            notifyAll();
        }
    }

    synchronized void awaitAll() throws InterruptedException {
        while (primes.size() < tasks) {
            wait();
        }
    }

    synchronized boolean areComplete() {
        return primes.size() == tasks;
    }

    synchronized List<Integer> missing() {
        return IntStream.range(0, tasks).filter(task -> !primes.containsKey(task)).boxed().toList();
    }

    /** Results that came for a task that was done already. */
    synchronized int twice() {
        return twice;
    }

    synchronized int sum() {
        return primes.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** When the last of these tasks was done, in nanoTime. */
    synchronized long lastOf(Iterable<Integer> some) {
        long last = Long.MIN_VALUE;
        for (int task : some) {
            last = Math.max(last, times.get(task));
        }
        return last;
    }
}
