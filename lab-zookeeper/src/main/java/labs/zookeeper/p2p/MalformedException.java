package labs.zookeeper.p2p;

/** What another wrote or sent is not what nodes write or send. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
