package labs.rpc.message;

/** What a server answers: one value, or a fault. */
public sealed interface MethodResponse {
    /** The call went well, and this is its value, which may be null. */
    record Success(Object value) implements MethodResponse {}

    /**
     * The call failed: one of {@link FaultCode} or a code of the application's own, and a sentence
     * for people.
     */
    record Fault(int code, String message) implements MethodResponse {
        public Fault {
            message = message == null ? "" : message;
        }
    }
}
