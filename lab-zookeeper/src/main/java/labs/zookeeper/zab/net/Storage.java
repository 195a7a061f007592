package labs.zookeeper.zab.net;

/** A file that grows at its end: what a {@link FileDisk} needs of an operating system. */
interface Storage extends AutoCloseable {
    /** All that is in it. */
    byte[] read();

    /** Puts that at the end: into the memory of the operating system at first. */
    void append(byte[] bytes);

    /** Cuts off all behind the first {@code length} bytes. */
    void truncate(long length);

    /** When it returns, what was done before survives a power failure. */
    void force();

    /** What a message may call it. */
    String name();

    @Override
    void close();
}
