package labs.proxy.totem;

/**
 * Names a ring, for ever: no two rings have the same.
 *
 * @param number greater than that of any ring that any of its members was in before
 * @param leader the member with the lowest number, who made the name
 */
public record RingId(long number, int leader) {
    @Override
    public String toString() {
        return number + "." + leader;
    }
}
