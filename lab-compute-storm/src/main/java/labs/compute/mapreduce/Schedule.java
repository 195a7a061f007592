package labs.compute.mapreduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who does what: each task is given out until one attempt at it has succeeded. No threads and no
 * clock of its own. Not thread-safe.
 *
 * <pre>
 *   idle ──given──▶ running ──succeeded──▶ done
 *    ▲                │  └─ slow: a second attempt beside the first
 *    ├── worker lost ─┘                     │
 *    └── a map's output is lost with its worker ◀──┘   (a reduce's is not: it lies with the result)
 * </pre>
 */
final class Schedule {
    enum Kind {
        MAP,
        REDUCE
    }

    /**
     * What a worker is to do.
     *
     * @param attempt no two attempts of a job have the same number
     */
    record Assignment(Kind kind, int task, int attempt) {}

    /** What is to be done at a task's success. */
    enum Verdict {
        /** It counts. */
        FIRST,
        /** Another attempt was first: throw this one's result away. */
        LATE
    }

    private static final class Task {
        final Kind kind;
        final int number;
        final Map<Integer, Running> running = new HashMap<>(); // by attempt
        String doneBy; // the worker; null while it is not done
        boolean isFresh = true; // never given out

        Task(Kind kind, int number) {
            this.kind = kind;
            this.number = number;
        }
    }

    private record Running(String worker, long since) {}

    private final Task[] maps;
    private final Task[] reduces;
    private final boolean speculates;
    private final Map<Kind, List<Long>> durations = new EnumMap<>(Kind.class); // of what is done
    private int attempts;
    private int repeated;

    /**
     * @param speculates whether a slow task is given to a second worker
     */
    Schedule(int mapTasks, int reduceTasks, boolean speculates) {
        maps = tasks(Kind.MAP, mapTasks);
        reduces = tasks(Kind.REDUCE, reduceTasks);
        this.speculates = speculates;
        durations.put(Kind.MAP, new ArrayList<>());
        durations.put(Kind.REDUCE, new ArrayList<>());
    }

    private static Task[] tasks(Kind kind, int count) {
        var tasks = new Task[count];
        Arrays.setAll(tasks, number -> new Task(kind, number));
        return tasks;
    }

    /**
     * Something for that worker to do, if there is anything now. Reduces begin when all maps are
     * done.
     *
     * @param now in milliseconds of any clock that does not go back
     */
    Optional<Assignment> next(String worker, long now) {
        // BEGIN SOLUTION
        Task[] phase = isDone(maps) ? reduces : maps;
        return Arrays.stream(phase)
                .filter(task -> task.doneBy == null && task.running.isEmpty())
                .findFirst()
                .or(() -> slowest(phase, worker, now))
                .map(task -> give(task, worker, now));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    // BEGIN SOLUTION
    private Assignment give(Task task, String worker, long now) {
        int attempt = attempts++;
        repeated += task.isFresh ? 0 : 1;
        task.isFresh = false;
        task.running.put(attempt, new Running(worker, now));
        return new Assignment(task.kind, task.number, attempt);
    }

    /** One that has run for more than twice as long as most did, once, and not twice by one. */
    private Optional<Task> slowest(Task[] phase, String worker, long now) {
        List<Long> known = phase.length == 0 ? List.of() : durations.get(phase[0].kind);
        if (!speculates || known.isEmpty()) {
            return Optional.empty();
        }
        long usual = known.stream().sorted().skip(known.size() / 2).findFirst().orElseThrow();
        long slow = Math.max(MIN_SLOW_MILLIS, 2 * usual);
        return Arrays.stream(phase)
                .filter(task -> task.doneBy == null && task.running.size() == 1)
                .filter(
                        task -> {
                            Running only = task.running.values().iterator().next();
                            return !only.worker().equals(worker) && now - only.since() > slow;
                        })
                .findFirst();
    }

    private static final long MIN_SLOW_MILLIS = 1_000;

    // END SOLUTION

    /** An attempt has succeeded. */
    Verdict succeeded(Assignment attempt, long now) {
        // BEGIN SOLUTION
        Task task = task(attempt);
        Running running = task.running.remove(attempt.attempt());
        if (task.doneBy != null || running == null) {
            return Verdict.LATE; // or its worker was given up: somebody else is at it
        }
        task.doneBy = running.worker();
        durations.get(task.kind).add(now - running.since());
        return Verdict.FIRST;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    /**
     * An attempt has failed, and its worker lives.
     *
     * @return whether that matters: false if another attempt was first, or it was given up
     */
    boolean failed(Assignment attempt) {
        Task task = task(attempt);
        return task.running.remove(attempt.attempt()) != null && task.doneBy == null;
    }

    /** The output of a map cannot be read, though its worker lives: it has to be made again. */
    void outputLost(int map) {
        maps[map].doneBy = null;
    }

    /** A worker is gone, and with it all it was at, and the outputs of its maps. */
    void lost(String worker) {
        // BEGIN SOLUTION
        boolean mapsMatter = !isDone(reduces);
        for (Task task : maps) {
            task.running.values().removeIf(running -> running.worker().equals(worker));
            if (worker.equals(task.doneBy) && mapsMatter) {
                task.doneBy = null;
            }
        }
        for (Task task : reduces) {
            task.running.values().removeIf(running -> running.worker().equals(worker));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO compute-storm-1: README, part 1");
    }

    /** Which worker holds the output of that map; nothing while it has to be made. */
    Optional<String> holder(int map) {
        return Optional.ofNullable(maps[map].doneBy);
    }

    boolean isDone() {
        return isDone(reduces);
    }

    /** Done tasks of that kind. */
    int done(Kind kind) {
        Task[] tasks = kind == Kind.MAP ? maps : reduces;
        return (int) Arrays.stream(tasks).filter(task -> task.doneBy != null).count();
    }

    /** How long each attempt at that kind took that counts, in milliseconds, as they ended. */
    List<Long> durations(Kind kind) {
        return List.copyOf(durations.get(kind));
    }

    /** How many attempts there were beyond one for each task. */
    int repeated() {
        return repeated;
    }

    private Task task(Assignment attempt) {
        return (attempt.kind() == Kind.MAP ? maps : reduces)[attempt.task()];
    }

    private static boolean isDone(Task[] tasks) {
        return Arrays.stream(tasks).allMatch(task -> task.doneBy != null);
    }
}
