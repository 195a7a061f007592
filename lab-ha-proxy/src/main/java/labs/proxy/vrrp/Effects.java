package labs.proxy.vrrp;

/** What a {@link VirtualRouter} does to the world. */
public interface Effects {
    /** Sends to all peers, and forgets. */
    void send(Advertisement advertisement);

    /**
     * The address is this machine's from now on. Called again when another machine may have had it,
     * too: then the neighbours have to be told again.
     */
    void takeAddress();

    /** It is no longer. */
    void giveAddress();
}
