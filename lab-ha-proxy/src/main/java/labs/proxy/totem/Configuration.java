package labs.proxy.totem;

import java.util.Set;

/**
 * Who is there.
 *
 * <p>Between two regular configurations stands a transitional one: those members of the old that go
 * to the new together. What is delivered under it is known to them, and perhaps not to the others.
 *
 * @param ring of a regular configuration; of a transitional one, the old ring
 */
public record Configuration(RingId ring, Set<Integer> members, boolean transitional) {
    public Configuration {
        members = Set.copyOf(members);
    }
}
