package labs.proxy.totem;

/** What an ordered message carries. */
public sealed interface Payload {
    /**
     * Something of the application.
     *
     * @param safe whether it may be delivered only when every member has it
     */
    record Text(String content, boolean safe) implements Payload {}

    /** Recovery: a message of an earlier ring, for those who may miss it. */
    record Recovered(TotemMessage.Data message) implements Payload {}

    /** Recovery: the sender has nothing more to bring. */
    record Done() implements Payload {}
}
