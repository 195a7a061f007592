package labs.cli.course;

/**
 * A runnable main of a chapter.
 *
 * @param title what it shows
 * @param args what it takes; empty when nothing
 * @param scope where its main class lies, and so what it may use
 */
public record Demo(String name, String main, String title, String args, Scope scope) {
    /** Among the sources of the system, or among those of its tests. */
    public enum Scope {
        MAIN("main"),
        /** It may use what tests use: lab-kit, and the chapter's own test support. */
        TEST("test");

        private final String word;

        Scope(String word) {
            this.word = word;
        }

        /** As the manifest has it. */
        String word() {
            return word;
        }

        /** The folder of its sources, from the chapter's. */
        String sources() {
            return "src/" + word + "/java";
        }
    }
}
