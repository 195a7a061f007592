package labs.cli.verify;

import java.util.List;
import labs.cli.problem.Problem;
import labs.cli.problem.Problems;

/**
 * What trying a claim brought up.
 *
 * @param against what disproves it; empty when it holds
 * @param detail a few words beside the claim; empty for none
 */
record Evidence(List<String> against, String detail) {
    Evidence {
        against = List.copyOf(against);
    }

    static Evidence proved() {
        return proved("");
    }

    static Evidence proved(String detail) {
        return new Evidence(List.of(), detail);
    }

    static Evidence disproved(String why) {
        return new Evidence(List.of(why), "");
    }

    static Evidence disproved(List<String> why) {
        return new Evidence(why, "");
    }

    static Evidence of(Problems problems) {
        return disproved(problems.all().stream().map(Problem::toString).toList());
    }

    boolean holds() {
        return against.isEmpty();
    }
}
