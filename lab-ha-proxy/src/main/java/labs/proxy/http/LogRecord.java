package labs.proxy.http;

/** What the log wants to know of one request, or of one connection in mode tcp. */
public final class LogRecord {
    private static final long NOT_YET = -1;

    final long beganMillis = System.currentTimeMillis();
    private final long began = System.nanoTime();
    private long read = NOT_YET;
    private long admitted = NOT_YET;
    private long connected = NOT_YET;
    private long answered = NOT_YET;
    private long ended = NOT_YET;
    long bytesOut;
    long bytesIn;
    long retries;
    boolean redispatched;
    String state = "--"; // how it ended, by HAProxy's two letters
    String cookies = "--"; // of persistence: what came, and what was done, by HAProxy's letters
    int frontendConnections;
    int backendConnections;
    int serverConnections;

    /** The whole request's head is there. */
    public void read() {
        read = System.nanoTime();
    }

    /** There is a place at a server. */
    public void admitted() {
        admitted = System.nanoTime();
    }

    /** There is a connection to it. */
    public void connected() {
        connected = System.nanoTime();
    }

    /** The head of its answer is there. */
    public void answered() {
        answered = System.nanoTime();
    }

    /** All is over. */
    public void ended() {
        ended = System.nanoTime();
    }

    public void bytes(long in, long out) {
        bytesIn += in;
        bytesOut += out;
    }

    /** The first reason counts. */
    public void state(String letters) {
        state = state.equals("--") ? letters : state;
    }

    private static long millis(long from, long to) {
        return from == NOT_YET || to == NOT_YET ? NOT_YET : (to - from) / 1_000_000;
    }

    long reading() {
        return millis(began, read);
    }

    long waiting() {
        return millis(read == NOT_YET ? began : read, admitted);
    }

    long connecting() {
        return millis(admitted, connected);
    }

    long answering() {
        return millis(connected, answered);
    }

    long all() {
        return millis(began, ended == NOT_YET ? System.nanoTime() : ended);
    }
}
