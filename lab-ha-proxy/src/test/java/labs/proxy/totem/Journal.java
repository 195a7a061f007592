package labs.proxy.totem;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import labs.proxy.totem.TotemMessage.Data;

/** What one node saw in one life, from its start to its crash; complains of what cannot be. */
final class Journal implements Application {
    /**
     * What was delivered between one regular configuration and the next.
     *
     * @param regular under the regular one, whose ring this is
     * @param transitional under the transitional one behind it
     */
    record Chapter(RingId ring, Set<Integer> members, List<Data> regular, List<Data> transitional) {
        Chapter(RingId ring, Set<Integer> members) {
            this(ring, members, new ArrayList<>(), new ArrayList<>());
        }
    }

    private final int node;
    private final int life;
    private final Map<List<Object>, Data> everywhere; // by ring and number; shared by all journals
    private final List<Chapter> chapters = new ArrayList<>();
    private final List<String> submitted = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Integer> lastOf = new HashMap<>(); // of each life of each node
    private final List<Configuration> transitions = new ArrayList<>();
    private Optional<Data> last = Optional.empty();
    private boolean inTransition;
    private boolean alive = true;

    Journal(int node, int life, Map<List<Object>, Data> everywhere) {
        this.node = node;
        this.life = life;
        this.everywhere = everywhere;
        chapters.add(new Chapter(new RingId(0, node), Set.of(node)));
    }

    int node() {
        return node;
    }

    List<Chapter> chapters() {
        return chapters;
    }

    /** The transitional configurations; the one behind chapter i is at i. */
    List<Configuration> transitions() {
        return transitions;
    }

    Set<String> seen() {
        return seen;
    }

    List<String> submitted() {
        return submitted;
    }

    boolean isAlive() {
        return alive;
    }

    void dies() {
        alive = false;
    }

    String nextContent() {
        String content = node + "/" + life + "/" + submitted.size();
        submitted.add(content);
        return content;
    }

    @Override
    public void configured(Configuration configuration) {
        if (configuration.transitional()) {
            inTransition = true;
            transitions.add(configuration);
            return;
        }
        inTransition = false;
        RingId ring = configuration.ring();
        check(
                ring.number() > chapter().ring().number(),
                "went from " + chapter().ring() + " to " + ring);
        chapters.add(new Chapter(ring, configuration.members()));
    }

    @Override
    public void deliver(Data message) {
        check(message.ring().equals(chapter().ring()), "delivered " + message + " late or early");
        last.ifPresent(
                before ->
                        check(
                                before.ring().number() < message.ring().number()
                                        || before.seq() < message.seq(),
                                "delivered " + before + " and then " + message));
        last = Optional.of(message);
        Data first = everywhere.putIfAbsent(List.of(message.ring(), message.seq()), message);
        check(first == null || first.equals(message), "delivered " + message + ", others " + first);
        String content = ((Payload.Text) message.payload()).content();
        check(seen.add(content), "delivered " + message + " twice");
        int cut = content.lastIndexOf('/');
        int count = Integer.parseInt(content.substring(cut + 1));
        Integer before = lastOf.put(content.substring(0, cut), count);
        check(
                before == null || before < count,
                "delivered number " + before + " of a sender and then " + message);
        (inTransition ? chapter().transitional() : chapter().regular()).add(message);
    }

    Chapter chapter() {
        return chapters.get(chapters.size() - 1);
    }

    private void check(boolean holds, String complaint) {
        if (!holds) {
            throw new AssertionError("node " + node + " " + complaint);
        }
    }
}
