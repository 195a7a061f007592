package labs.zookeeper.p2p;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What travels over links. Immutable.
 *
 * @param id of the message; its answer has the same, and so has each repetition
 * @param origin who sent it, and whom the answer is for
 * @param ttl how many more links it may cross
 * @param trail the nodes that it has passed, the origin first
 * @param broken links that it met and that did not work, at most {@link #MOST_BROKEN}
 */
record Packet(
        Kind kind,
        String id,
        String origin,
        String target,
        int ttl,
        List<String> trail,
        Set<LinkId> broken,
        byte[] payload) {
    static final int MOST_BROKEN = 32;
    static final int FIRST_TTL = 32;
    static final int LONGEST_PAYLOAD = 64 * 1024;

    enum Kind {
        /** To be delivered to the application, once. */
        MESSAGE,
        /** What the application answered; for the origin it is the proof of delivery, too. */
        ANSWER,
        /** The application threw; the payload says what. */
        FAILURE
    }

    Packet {
        trail = List.copyOf(trail);
        broken = Set.copyOf(broken);
    }

    static Packet message(String id, String origin, String target, byte[] payload) {
        return new Packet(
                Kind.MESSAGE, id, origin, target, FIRST_TTL, List.of(), Set.of(), payload);
    }

    /** The packet back to the origin of this message. It knows of the same broken links. */
    Packet answer(Kind kind, byte[] answer) {
        return new Packet(
                kind,
                id,
                /* origin= */ target,
                /* target= */ origin,
                FIRST_TTL,
                List.of(),
                broken,
                answer);
    }

    /** An answer whose content was too much to keep: delivered it was, more is not known. */
    Packet withoutPayload() {
        byte[] notice = "delivered, but its answer is not kept".getBytes(StandardCharsets.UTF_8);
        return new Packet(Kind.FAILURE, id, origin, target, ttl, trail, broken, notice);
    }

    /** This, one node further. */
    Packet passing(String node) {
        var further = new ArrayList<>(trail);
        further.add(node);
        return new Packet(kind, id, origin, target, ttl - 1, further, broken, payload);
    }

    /** This, with one more broken link to stay away from. */
    Packet avoiding(LinkId link) {
        var more = new HashSet<>(broken);
        more.add(link);
        return new Packet(kind, id, origin, target, ttl, trail, more, payload);
    }
}
