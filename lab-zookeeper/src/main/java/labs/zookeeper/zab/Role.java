package labs.zookeeper.zab;

/** What a node is at the moment: looking, following or leading. It ends when the next begins. */
interface Role {
    void begin();

    void receive(int from, ZabMessage message);

    void timeout(String timer);

    /** All that decides how it goes on, as a value. */
    Object state();

    /** What it tells those who look for a leader. */
    ZabMessage.Stage stage();
}
