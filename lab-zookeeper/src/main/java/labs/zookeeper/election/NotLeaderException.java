package labs.zookeeper.election;

/** Only a leader has an epoch. */
public final class NotLeaderException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NotLeaderException(String id) {
        super(id + " does not lead, or cannot know whether it still does");
    }
}
