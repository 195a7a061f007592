package labs.proxy.totem;

import java.time.Duration;
import java.util.List;

/** What a {@link TotemNode} stands on: a simulated machine, or real sockets, clock and files. */
public interface TotemMachine {
    /** The number of this node, from 0. */
    int id();

    /** All nodes that may ever be there, this one too, in order. */
    List<Integer> nodes();

    /** Time since some moment in the past; it never goes back. */
    Duration now();

    /** Sends and forgets: the message may be lost, late, doubled or overtaken. */
    void send(int to, TotemMessage message);

    /** Calls {@link TotemNode#timeout} after that time, once; setting it again starts it anew. */
    void timer(String name, Duration after);

    void cancel(String name);

    /** The number that was stored last, even before a crash; 0 if none was. */
    long storedNumber();

    /** Stores the number of a ring; when it returns, a crash cannot undo it. */
    void storeNumber(long number);
}
