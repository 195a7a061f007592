package labs.rpc.client;

import java.util.List;
import java.util.Map;

/**
 * The value of a call with the headers of the HTTP response that brought it.
 *
 * @param headers names in any case, each with its values in the order in which they came
 */
public record Answer(Object value, Map<String, List<String>> headers) {}
