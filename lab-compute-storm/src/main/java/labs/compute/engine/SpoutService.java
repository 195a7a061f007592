package labs.compute.engine;

import java.rmi.Remote;
import java.rmi.RemoteException;

/** What the driver calls at the query spout. */
interface SpoutService extends Remote {
    /** Answer this, beginning with that attempt. */
    void start(Run first, Work work) throws RemoteException;

    /** Nobody needs the query's result any more. */
    void release(long query) throws RemoteException;
}
