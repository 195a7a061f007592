package labs.zookeeper.recipes;

/** Numbers for many clients. */
public interface Counter {
    /**
     * The next number: no two calls anywhere get the same.
     *
     * @throws RecipeException.OutcomeUnknown when a number may have been used up for nobody
     * @throws RecipeException.Contended when others were faster for too long
     */
    long next() throws InterruptedException;
}
