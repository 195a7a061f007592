package labs.cli.course;

import java.util.Collection;
import java.util.Comparator;

/** What the user may have meant. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code " (did you mean rpc?)"}, or nothing when no candidate is near. */
    public static String of(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .filter(nearest -> distance(word, nearest) <= (nearest.length() + 1) / 2)
                .map(" (did you mean %s?)"::formatted)
                .orElse("");
    }

    /** Levenshtein's: how many letters must be changed, added or left out. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
