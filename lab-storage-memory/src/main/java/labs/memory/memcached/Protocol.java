package labs.memory.memcached;

import io.netty.buffer.ByteBuf;

/** How a connection is spoken on. Its state belongs to the connection's event loop. */
interface Protocol {
    /**
     * Takes one command, or a part of one, and writes its answer.
     *
     * @return whether there may be more to do at once; if not, more bytes must come first
     */
    boolean step(ByteBuf in);

    /** Shall the answers wait? The client sends something first that is thrown away. */
    boolean holdsAnswers();

    /** Shall the connection end when its answers have left? */
    boolean isOver();

    /** The connection is gone. */
    void close();
}
