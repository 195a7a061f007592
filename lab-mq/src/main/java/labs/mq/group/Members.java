package labs.mq.group;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Who is in a group, in the order of joining; a static member also by the name that it keeps.
 * Confined to the coordinator's thread.
 */
final class Members {
    private final Map<String, Member> byId = new LinkedHashMap<>();

    /** All of them, as they are now. */
    List<Member> all() {
        return List.copyOf(byId.values());
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Null if there is none of that id. */
    Member get(String id) {
        return byId.get(id);
    }

    Optional<Member> first(Predicate<Member> which) {
        return byId.values().stream().filter(which).findFirst();
    }

    /** The static member of that name, whatever id it has by now; null if there is none. */
    Member ofInstance(String instance) {
        return instance == null
                ? null
                : first(member -> instance.equals(member.instance())).orElse(null);
    }

    Member add(JoinRequest request) {
        var member = new Member(request);
        byId.put(member.id(), member);
        return member;
    }

    /** The next life of a static member takes the place of the last, and has what that had. */
    Member replace(Member former, JoinRequest request) {
        byId.remove(former.id());
        Member next = add(request);
        next.assign(former.assignment());
        return next;
    }

    void remove(Member member) {
        byId.remove(member.id());
    }

    /** The protocols that all know, but perhaps those that are left out. */
    Set<String> common(Collection<String> offered, Predicate<Member> leftOut) {
        Set<String> common = new LinkedHashSet<>(offered);
        byId.values().stream()
                .filter(leftOut.negate())
                .forEach(member -> common.retainAll(member.request().protocolNames()));
        return common;
    }

    /** The protocol that all know and most like best. */
    String chosenProtocol() {
        List<String> offered = byId.values().iterator().next().request().protocolNames();
        Set<String> common = common(offered, member -> false);
        var votes = new LinkedHashMap<String, Integer>();
        for (Member member : byId.values()) {
            member.request().protocolNames().stream()
                    .filter(common::contains)
                    .findFirst()
                    .ifPresent(name -> votes.merge(name, 1, Integer::sum));
        }
        return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    }

    /** How long the most patient of them needs to come back, or that if there is nobody. */
    Duration longestRebalance(Duration ofNobody) {
        return byId.values().stream()
                .map(member -> member.request().rebalanceTimeout())
                .max(Duration::compareTo)
                .orElse(ofNobody);
    }
}
