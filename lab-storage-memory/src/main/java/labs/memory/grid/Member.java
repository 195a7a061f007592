package labs.memory.grid;

/**
 * One life of a node: who restarts comes back as somebody else, with nothing in memory.
 *
 * @param node its place among the configured nodes
 * @param birth a random number
 */
public record Member(int node, long birth) {
    @Override
    public String toString() {
        return "member " + node;
    }
}
