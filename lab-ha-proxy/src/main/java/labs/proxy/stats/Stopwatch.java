package labs.proxy.stats;

/**
 * Takes the times of one request, or of one connection in mode tcp. The clock is read at the
 * beginning, at the answer and at the end, and besides only where a line or a new connection took
 * far longer than that. Runs from its creation. Not thread-safe.
 *
 * <pre>
 *   begun ──── queue ────▶ admitted ── connect ──▶ connected ── response ──▶ answered ─────▶ ended
 *     └───────────────────────────────── total ────────────────────────────────────────────────┘
 * </pre>
 */
public final class Stopwatch {
    private final long begun = System.nanoTime();
    private long admitted = begun;
    private long connected = begun;
    private long answered; // if hasAnswer
    private boolean hasAnswer;

    /** There is a place at a server, after a pause. */
    public void admitted() {
        admitted = System.nanoTime();
        connected = admitted;
    }

    /** There is a connection, and it is a new one. */
    public void connected() {
        connected = System.nanoTime();
    }

    /** The answer begins. */
    public void answered() {
        answered = System.nanoTime();
        hasAnswer = true;
    }

    /** It is over: puts the times where they are counted. */
    public void ended(Times one, Times other) {
        long now = System.nanoTime();
        addTo(one, now);
        addTo(other, now);
    }

    private void addTo(Times times, long now) {
        times.queue.add(admitted - begun);
        times.connect.add(connected - admitted);
        times.response.add(hasAnswer ? answered - connected : 0);
        times.total.add(now - begun);
    }
}
