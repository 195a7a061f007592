package labs.rpc.dispatch;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;

/** The methods of one name, told apart by how many parameters they take. */
final class Overloads implements CallHandler {
    private final SortedMap<Integer, BoundMethod> byArity = new TreeMap<>();

    /**
     * @throws IllegalArgumentException if there is one of this arity already: the types on the wire
     *     cannot decide
     */
    void add(BoundMethod method) {
        if (byArity.putIfAbsent(method.arity(), method) != null) {
            throw new IllegalArgumentException(
                    "two overloads with " + method.arity() + " parameters");
        }
    }

    List<List<String>> signatures() {
        return byArity.values().stream().map(BoundMethod::signature).collect(Collectors.toList());
    }

    @Override
    public Object call(CallContext context, String name, List<Object> params) throws Exception {
        // BEGIN SOLUTION
        BoundMethod method = byArity.get(params.size());
        if (method == null) {
            String message =
                    name + " takes " + byArity.keySet() + " parameters, not " + params.size();
            throw new FaultException(FaultCode.INVALID_PARAMS, message);
        }
        return method.call(params);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-3: see README, part 3");
    }
}
