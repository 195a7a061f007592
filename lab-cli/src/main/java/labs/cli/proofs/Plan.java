package labs.cli.proofs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is proved when only changes are: all that has changed, the oldest proof first, then one
 * chapter that has not, the one whose proof is the oldest. So each gets its turn, and none stays
 * proved for ever because a file says so.
 *
 * @param unchanged what is left out
 */
record Plan(List<Step> steps, List<Step> unchanged) {
    Plan {
        steps = List.copyOf(steps);
        unchanged = List.copyOf(unchanged);
    }

    /**
     * A part of the course.
     *
     * @param inTurn whether it is proved again now and then, though nothing has changed
     * @param now what its proof stands on; empty when that cannot be told
     * @param last its last proof
     */
    record Step(String part, boolean inTurn, Optional<Fingerprint> now, Optional<Entry> last) {
        boolean isChanged() {
            return now.isEmpty() || last.isEmpty() || !last.get().stoodOn(now.get());
        }

        Instant when() {
            return last.map(Entry::when).orElse(Instant.MIN);
        }

        /** For a person: why it is proved, or not. */
        String reason() {
            if (last.isEmpty()) {
                return "never proved";
            }
            String date = last.get().proved();
            if (!isChanged()) {
                return "unchanged since its proof of " + date;
            }
            if (last.get().fingerprint().isEmpty()) {
                return "disproved since its proof of " + date;
            }
            String what = now.map(this::changes).orElse("its dependencies cannot be found");
            return "changed since its proof of " + date + ": " + what;
        }

        private String changes(Fingerprint current) {
            return String.join(", ", last.orElseThrow().standsOn().differences(current));
        }
    }

    static Plan of(List<Step> parts) {
        List<Step> oldestFirst = parts.stream().sorted(Comparator.comparing(Step::when)).toList();
        List<Step> steps = new ArrayList<>(oldestFirst.stream().filter(Step::isChanged).toList());
        List<Step> unchanged = new ArrayList<>(oldestFirst);
        unchanged.removeAll(steps);
        unchanged.stream().filter(Step::inTurn).findFirst().ifPresent(steps::add);
        unchanged.removeAll(steps);
        return new Plan(steps, unchanged);
    }
}
