package labs.rpc.space;

import java.util.List;
import java.util.Objects;

/** Which tuples are wanted: nil matches anything. Immutable. */
record Template(List<Object> fields) {

    boolean matches(List<Object> tuple) {
        // BEGIN SOLUTION
        if (tuple.size() != fields.size()) {
            return false;
        }
        for (int i = 0; i < fields.size(); i++) {
            Object wanted = fields.get(i);
            // deepEquals: two byte[] with the same bytes are the same value.
            if (wanted != null && !Objects.deepEquals(wanted, tuple.get(i))) {
                return false;
            }
        }
        return true;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-8: see README, part 8");
    }
}
