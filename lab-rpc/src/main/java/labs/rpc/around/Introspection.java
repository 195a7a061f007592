package labs.rpc.around;

import java.util.List;
import java.util.Map;
import labs.rpc.dispatch.CallHandler;
import labs.rpc.dispatch.Dispatcher;
import labs.rpc.dispatch.MethodInfo;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;

/**
 * The methods by which a server tells what it can do: {@code system.listMethods}, {@code
 * system.methodSignature}, {@code system.methodHelp} and {@code system.getCapabilities}. A {@code
 * python3 -c} line is enough to explore a server that has them. Thread-safe.
 */
public final class Introspection {
    private final Dispatcher dispatcher;

    private Introspection(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    /** Adds the methods; they tell of all methods of the dispatcher, those added later included. */
    public static void addTo(Dispatcher dispatcher) {
        Introspection self = new Introspection(dispatcher);
        self.add("listMethods", "array", "The names of all methods.", self::listMethods);
        self.add(
                "methodSignature",
                "array",
                "The signatures of a method: an array of arrays, the type of the result first.",
                self::methodSignature);
        self.add("methodHelp", "string", "What a method does, in a sentence.", self::methodHelp);
        self.add(
                "getCapabilities",
                "struct",
                "The specifications that this server follows.",
                (context, method, params) -> capabilities());
    }

    private void add(String name, String result, String help, CallHandler handler) {
        boolean takesAName = name.startsWith("method");
        List<String> signature = takesAName ? List.of(result, "string") : List.of(result);
        dispatcher.register(new MethodInfo("system." + name, List.of(signature), help), handler);
    }

    private Object listMethods(Object context, String method, List<Object> params) {
        // BEGIN SOLUTION
        demandParams(method, params, 0);
        return dispatcher.methods().stream().map(MethodInfo::name).toList();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    private Object methodSignature(Object context, String method, List<Object> params) {
        // BEGIN SOLUTION
        List<List<String>> signatures = find(method, params).signatures();
        // By convention anything but an array says "not known"; an empty array would say "none".
        return signatures.isEmpty() ? "undef" : signatures;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    private Object methodHelp(Object context, String method, List<Object> params) {
        // BEGIN SOLUTION
        return find(method, params).help();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-6: see README, part 6");
    }

    // BEGIN SOLUTION
    private MethodInfo find(String method, List<Object> params) {
        demandParams(method, params, 1);
        if (!(params.get(0) instanceof String name)) {
            throw new FaultException(FaultCode.INVALID_PARAMS, method + " takes a method's name");
        }
        String message = "there is no method " + name;
        return dispatcher
                .find(name)
                .orElseThrow(() -> new FaultException(FaultCode.METHOD_NOT_FOUND, message));
    }

    private static void demandParams(String method, List<Object> params, int count) {
        if (params.size() != count) {
            String message = method + " takes " + count + " parameters, not " + params.size();
            throw new FaultException(FaultCode.INVALID_PARAMS, message);
        }
    }

    // END SOLUTION

    private static Map<String, Object> capabilities() {
        return Map.of(
                "xmlrpc", specification("http://xmlrpc.com/spec.md", 1),
                "nil", specification("http://ontosys.com/xml-rpc/extensions.php", 20010518),
                "introspection",
                        specification("http://xmlrpc-c.sourceforge.net/introspection.html", 1),
                "system.multicall",
                        specification("http://www.xmlrpc.com/discuss/msgReader$1208", 1),
                "faults_interop",
                        specification(
                                "http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php",
                                20010516));
    }

    private static Map<String, Object> specification(String url, int version) {
        return Map.of("specUrl", url, "specVersion", version);
    }
}
