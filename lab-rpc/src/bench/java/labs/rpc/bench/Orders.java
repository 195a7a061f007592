package labs.rpc.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service that is measured: a small struct in, a small struct out, and next to no work between.
 */
public interface Orders {
    /** The call that everyone sends. */
    Map<String, Object> REQUEST = order();

    Map<String, Object> quote(Map<String, Object> order);

    /** Parameters of {@code orders.quote}. */
    static List<Object> params() {
        return List.of(REQUEST);
    }

    private static Map<String, Object> order() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", 4711);
        order.put("customer", "Smith & Sons");
        order.put("amount", 12);
        order.put("price", 9.75);
        order.put("express", true);
        return order;
    }

    /** Public, with a constructor without parameters, since Apache makes its own. */
    final class Desk implements Orders {
        @Override
        public Map<String, Object> quote(Map<String, Object> order) {
            Map<String, Object> quote = new LinkedHashMap<>();
            quote.put("id", order.get("id"));
            quote.put("total", (Integer) order.get("amount") * (Double) order.get("price"));
            quote.put("note", "for " + order.get("customer"));
            return quote;
        }
    }
}
