package labs.memory.grid;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who holds one partition. Immutable.
 *
 * @param members the owner, then its backups in the order in which they would take over
 * @param next what {@code members} will be when the migration under way is done; empty without one
 * @param reign the table in which the owner became the owner
 * @param since the table in which anything here changed last
 */
public record Replicas(
        List<Member> members, List<Member> next, TableVersion reign, TableVersion since) {
    public Member owner() {
        return members.get(0);
    }

    public List<Member> backups() {
        return members.subList(1, members.size());
    }

    public boolean isMigrating() {
        return !next.isEmpty();
    }

    /** Whom the owner sends its updates: its backups, and who is about to hold the partition. */
    Set<Member> receivers() {
        var all = new LinkedHashSet<>(backups());
        all.addAll(next);
        all.remove(owner());
        return all;
    }

    boolean holds(Member member) {
        return members.contains(member) || next.contains(member);
    }

    /** The same members under a new coordinator, without what was under way. */
    Replicas beginAnew(TableVersion version) {
        return new Replicas(members, List.of(), version, version);
    }

    /** The same partition with other holders, in a table of that version. */
    Replicas change(List<Member> members, List<Member> next, TableVersion version) {
        if (members.equals(this.members) && next.equals(this.next)) {
            return this;
        }
        boolean sameOwner = members.get(0).equals(owner());
        return new Replicas(members, next, sameOwner ? reign : version, version);
    }
}
