package labs.proxy.totem;

/** Who uses the ring. Called one at a time, in the order of the ring. */
public interface Application {
    void deliver(TotemMessage.Data message);

    /** From here on, messages are delivered under this configuration. */
    void configured(Configuration configuration);
}
