package labs.cluster.kafka;

/**
 * Ways between the servers of a cluster that something may stand on, such as a proxy that can be
 * cut. Each is asked for once, before the cluster starts. What clients say to a broker goes
 * straight to it.
 */
public interface Wires {
    /**
     * The way on which the other brokers come to this one, to copy what it leads.
     *
     * @param port of this machine, where it listens to them
     * @return the port where the others are told to find it
     */
    int toBroker(int id, int port);

    /**
     * The way on which this broker goes to the controller: there it says that it lives, and hears
     * who leads.
     *
     * @param port of this machine, where the controller listens to this broker alone
     * @return the port where this broker is told to find the controller
     */
    int toController(int id, int port);
}
