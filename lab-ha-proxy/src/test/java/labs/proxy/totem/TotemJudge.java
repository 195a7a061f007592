package labs.proxy.totem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import labs.proxy.totem.Journal.Chapter;
import labs.proxy.totem.TotemMessage.Data;

/** What must hold between the journals of a run, when it is over. */
final class TotemJudge {
    private final List<Journal> journals;
    private final String run;

    TotemJudge(List<Journal> journals, String run) {
        this.journals = journals;
        this.run = run;
    }

    void judge() {
        whoMovesTogetherDeliversTheSame();
        whoMovesTogetherComesFromTheSame();
        whatIsSafeReachesAllWhoLive();
        whoLivesDeliversItsOwn();
    }

    private void whoMovesTogetherDeliversTheSame() {
        Map<List<RingId>, Chapter> known = new HashMap<>();
        for (Journal journal : journals) {
            for (int i = 0; i + 1 < journal.chapters().size(); i++) {
                Chapter chapter = journal.chapters().get(i);
                RingId next = journal.chapters().get(i + 1).ring();
                Chapter other = known.putIfAbsent(List.of(chapter.ring(), next), chapter);
                assertThat(chapter)
                        .as(
                                "node %d and another went from ring %s to %s, with the same messages;"
                                        + " %s",
                                journal.node(), chapter.ring(), next, run)
                        .isEqualTo(other == null ? chapter : other);
            }
        }
    }

    private void whoMovesTogetherComesFromTheSame() {
        for (Journal journal : journals) {
            for (int i = 0; i + 1 < journal.chapters().size(); i++) {
                RingId old = journal.chapters().get(i).ring();
                RingId next = journal.chapters().get(i + 1).ring();
                Set<Integer> cameAlong = new HashSet<>();
                Set<Integer> arrived = new HashSet<>();
                for (Journal other : journals) {
                    List<Chapter> chapters = other.chapters();
                    for (int j = 1; j < chapters.size(); j++) {
                        if (chapters.get(j).ring().equals(next)) {
                            arrived.add(other.node());
                            if (chapters.get(j - 1).ring().equals(old)) {
                                cameAlong.add(other.node());
                            }
                        }
                    }
                }
                Set<Integer> said = new HashSet<>(journal.transitions().get(i).members());
                said.retainAll(arrived); // the others crashed, or were cut off once more
                assertThat(said)
                        .as(
                                "those who went with node %d from %s to %s; %s",
                                journal.node(), old, next, run)
                        .isEqualTo(cameAlong);
            }
        }
    }

    private void whatIsSafeReachesAllWhoLive() {
        Map<List<Object>, Journal> in = new HashMap<>(); // node and ring
        for (Journal journal : journals) {
            for (Chapter chapter : journal.chapters()) {
                in.put(List.of(journal.node(), chapter.ring()), journal);
            }
        }
        for (Journal journal : journals) {
            for (Chapter chapter : journal.chapters()) {
                for (Data message : chapter.regular()) {
                    if (message.safe()) {
                        chapter.members()
                                .forEach(
                                        member ->
                                                hasIfAlive(
                                                        in.get(List.of(member, chapter.ring())),
                                                        message));
                    }
                }
            }
        }
    }

    private void hasIfAlive(Journal journal, Data message) {
        // Nobody at all: it crashed before it came so far as to use the ring.
        if (journal != null && journal.isAlive()) {
            assertThat(journal.seen())
                    .as("node %d lives, and %s was safe; %s", journal.node(), message, run)
                    .contains(((Payload.Text) message.payload()).content());
        }
    }

    private void whoLivesDeliversItsOwn() {
        for (Journal journal : journals) {
            if (journal.isAlive()) {
                assertThat(journal.seen())
                        .as("node %d delivers what it sent; %s", journal.node(), run)
                        .containsAll(journal.submitted());
            }
        }
    }
}
