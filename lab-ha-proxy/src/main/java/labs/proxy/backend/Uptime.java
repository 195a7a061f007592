package labs.proxy.backend;

/**
 * Since when something is up or down, and how long it was down before. Of readings of {@link
 * System#nanoTime}.
 *
 * @param before how long it was down in all, until then
 * @param falls how often it went down
 */
public record Uptime(boolean isUp, long since, long before, long falls) {
    /** It begins now. */
    static Uptime from(boolean up, long now) {
        return new Uptime(up, now, 0, 0);
    }

    /** As it is from now on; nothing changes if it is that already. */
    Uptime turned(boolean up, long now) {
        return up == isUp ? this : new Uptime(up, now, downNanos(now), up ? falls : falls + 1);
    }

    /** How long it was down in all, now included. */
    public long downNanos(long now) {
        return isUp ? before : before + (now - since);
    }
}
