package labs.rpc.dispatch;

import java.util.List;

/**
 * What introspection tells of a method.
 *
 * @param name as a peer calls it
 * @param signatures one for each overload: the XML-RPC type of the result, then those of the
 *     parameters; empty if unknown
 * @param help a sentence for people, or ""
 */
public record MethodInfo(String name, List<List<String>> signatures, String help) {}
