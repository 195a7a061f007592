package labs.rpc.demo;

/** A way to have tasks done by three workers, one of which dies. */
interface Way {
    int WORKERS = 3;

    String name();

    /**
     * Has all tasks done.
     *
     * @return what was measured on the way
     */
    Cost run(Results results, Accident accident) throws InterruptedException;

    /** Hands in so many tasks while no worker is up. @return how many were accepted */
    int handInWithoutWorkers(int tasks);

    /** Who found out that the worker was dead. */
    String whoNotices();

    /** How many addresses the coordinator must know. */
    int addresses();

    /**
     * What a run took.
     *
     * @param requests HTTP requests of all that took part
     * @param freeAfterMillis after which the coordinator could have gone away, with its tasks safe
     */
    record Cost(long requests, long freeAfterMillis) {}
}
