package labs.compute.engine;

import java.io.IOException;
import java.rmi.Remote;
import java.rmi.RemoteException;
import labs.compute.sort.Bounds;
import labs.compute.table.ColumnBatch;

/** What tasks call at the driver, the process that asks the queries. */
interface DriverService extends Remote {
    /** The query spout is up, perhaps again, and has forgotten all it knew. */
    void spoutIsUp(SpoutService spout) throws RemoteException;

    /** An attempt begins; results of earlier ones are void. */
    void begun(Run run) throws RemoteException;

    /** Some rows more have passed a stage. */
    void progress(Run run, Stage stage, long rows) throws RemoteException;

    /** Some lines more were left out. */
    void skipped(Run run, long lines) throws RemoteException;

    /**
     * Gives a producer's sample of final rows, waits until all producers have given theirs, and
     * returns where to cut. The same for all producers of one attempt.
     *
     * @throws StaleRunException if the attempt is void
     */
    Bounds bounds(Run run, int producer, int producers, ColumnBatch sample) throws IOException;

    /** A task has all rows of its ranges. */
    void ready(Run run, int task, long[] counts, PageService pages) throws RemoteException;

    /** The query cannot be answered, and trying again will not help. */
    void failed(Run run, String why) throws RemoteException;
}
