package labs.memory.client;

/** The server answered, with a refusal. The connection is fine, and so is the server. */
public final class ServerRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ServerRefusedException(String command, String answer) {
        super("the server refused %s: %s".formatted(command, answer));
    }
}
