package labs.proxy.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Walks over the words of a line; what it does not find as expected is a {@link LineException}. */
final class Words {
    private final List<String> words;
    private int at;

    Words(List<String> words) {
        this.words = words;
    }

    boolean hasNext() {
        return at < words.size();
    }

    /** The next word, left where it is; empty at the end. */
    String peek() {
        return hasNext() ? words.get(at) : "";
    }

    /** Takes the next word if it is this one. */
    boolean take(String word) {
        boolean taken = hasNext() && words.get(at).equals(word);
        at += taken ? 1 : 0;
        return taken;
    }

    /**
     * The next word.
     *
     * @param what what it should be, for the message
     */
    String next(String what) {
        if (!hasNext()) {
            throw new LineException("the line ends where " + what + " should follow");
        }
        return words.get(at++);
    }

    int nextInt(String what, int min, int max) {
        return Values.number(next(what), what, min, max);
    }

    Duration nextTime(String what) {
        return Values.time(next(what), what);
    }

    <T> T nextOf(java.util.Map<String, T> choices, String what) {
        String word = next(what);
        T choice = choices.get(word);
        if (choice == null) {
            throw unsupported(what, word, choices.keySet());
        }
        return choice;
    }

    /** All that follows, which is taken. */
    List<String> rest() {
        List<String> rest = List.copyOf(words.subList(at, words.size()));
        at = words.size();
        return rest;
    }

    /** Nothing may follow. */
    void end() {
        if (hasNext()) {
            throw new LineException("'" + peek() + "' is one word too many, or not supported here");
        }
    }

    static LineException unsupported(String what, String found, Collection<String> supported) {
        return new LineException(
                "%s '%s' is not supported; supported: %s"
                        .formatted(what, found, String.join(", ", supported)));
    }
}
