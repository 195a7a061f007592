package labs.zookeeper.recipes;

import org.apache.zookeeper.KeeperException;

/** ZooKeeper did not do what was asked. */
public class RecipeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RecipeException(String message, Throwable cause) {
        super(message, cause);
    }

    static RecipeException of(KeeperException e) {
        return new RecipeException("ZooKeeper did not do it: " + e.getMessage(), e);
    }

    /** The connection was lost in the middle: it was done or it was not. */
    public static final class OutcomeUnknown extends RecipeException {
        private static final long serialVersionUID = 1;

        OutcomeUnknown(KeeperException e) {
            super("it was done, or it was not: the connection was lost in the middle", e);
        }
    }

    /** Others were faster, again and again, until the time was up. It was not done. */
    public static final class Contended extends RecipeException {
        private static final long serialVersionUID = 1;

        Contended(int attempts) {
            super("others were faster " + attempts + " times; it was not done", null);
        }
    }

    /** The claim ended with its session, and the item may be in other hands. */
    public static final class ClaimLost extends RecipeException {
        private static final long serialVersionUID = 1;

        ClaimLost(String item, KeeperException e) {
            super("the claim on " + item + " was lost: others may have done the work", e);
        }
    }
}
