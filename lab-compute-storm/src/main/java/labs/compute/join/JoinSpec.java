package labs.compute.join;

import java.io.Serializable;

/**
 * What to join by.
 *
 * @param leftKey the index of the left table's key column
 * @param leftWidth how many columns the left table has
 */
public record JoinSpec(JoinType type, int leftKey, int leftWidth, int rightKey, int rightWidth)
        implements Serializable {
    /** How many columns its rows have. */
    public int width() {
        return type.hasRight() ? leftWidth + rightWidth : leftWidth;
    }
}
