package labs.compute.skew;

import labs.compute.table.Hash;

/**
 * The naive one, which Storm's fields grouping is: all rows of a key to one task.
 *
 * @param tasks how many there are
 */
public record HashRouter(int tasks) implements Router {
    @Override
    public int route(long key) {
        return Math.floorMod(Hash.of(key), tasks);
    }
}
