package labs.proxy.vrrp;

/** What a {@link VirtualRouter} does to the world. */
public interface Effects {
    /** Sends to all peers, and forgets. */
    void send(Advertisement advertisement);

    /** The address is this machine's from now on. */
    void takeAddress();

    /** It is no longer. */
    void giveAddress();
}
