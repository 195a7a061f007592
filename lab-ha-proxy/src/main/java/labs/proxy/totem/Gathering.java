package labs.proxy.totem;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import labs.proxy.totem.TotemMessage.Join;

/**
 * How nodes agree who is there. Each says whom it has heard of and whom it gives up; each takes
 * over what others say; when all that are left say the same, they are the next ring.
 */
final class Gathering {
    private final int self;
    private final Set<Integer> processes;
    private final Set<Integer> failed = new HashSet<>();
    private final Map<Integer, Join> agreeing = new HashMap<>(); // others that said the same

    /**
     * @param known whom it has heard of
     */
    Gathering(int self, Set<Integer> known) {
        this.self = self;
        this.processes = new HashSet<>(known);
        processes.add(self);
    }

    Set<Integer> processes() {
        return Set.copyOf(processes);
    }

    /** Those that it has heard of and not given up; itself among them. */
    SortedSet<Integer> members() {
        var members = new TreeSet<>(processes);
        members.removeAll(failed);
        return members;
    }

    /** What this node says. */
    Join opinion(long number) {
        return new Join(Set.copyOf(processes), Set.copyOf(failed), number);
    }

    /**
     * Somebody says what it believes.
     *
     * <ul>
     *   <li>Whom this node has given up is not heard: it may come to a later ring.
     *   <li>What it has heard of, this node has now heard of, and of the sender.
     *   <li>If it gives this node up, this node gives it up, and takes over nothing else that it
     *       has given up.
     *   <li>If not, this node gives up whom it gives up.
     *   <li>Who now says exactly the same agrees. When this node's own opinion changes, nobody
     *       agrees any more, except the sender if it is the same now.
     * </ul>
     *
     * @return whether this node's opinion has changed
     */
    boolean hear(int from, Join join) {
        // BEGIN SOLUTION
        if (failed.contains(from)) {
            return false;
        }
        boolean changed = processes.addAll(join.processes());
        changed |= processes.add(from);
        if (join.failed().contains(self)) {
            changed |= failed.add(from);
        } else {
            changed |= failed.addAll(join.failed());
        }
        if (changed) {
            agreeing.clear();
        }
        if (join.processes().equals(processes) && join.failed().equals(failed)) {
            agreeing.put(from, join);
        }
        return changed;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** Time is up: gives up all members that do not agree. */
    void expire() {
        // BEGIN SOLUTION
        Set<Integer> silent = members();
        silent.removeAll(agreeing.keySet());
        silent.remove(self);
        if (failed.addAll(silent)) {
            agreeing.clear();
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** Whether all other members agree. Who is alone agrees with itself. */
    boolean consensus() {
        // BEGIN SOLUTION
        Set<Integer> others = members();
        others.remove(self);
        return agreeing.keySet().containsAll(others);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-10: README, part 10");
    }

    /** The newest ring that those who agree know of; 0 if nobody does. */
    long newest() {
        return agreeing.values().stream().mapToLong(Join::number).max().orElse(0);
    }
}
