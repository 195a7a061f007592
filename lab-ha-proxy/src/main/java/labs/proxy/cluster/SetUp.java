package labs.proxy.cluster;

/** Where the data of the databases are. */
public enum SetUp {
    /** One data directory, which all nodes see, and one database that runs on one of them. */
    GROUP,
    /** A data directory and a running database a node: one takes writes, the others follow it. */
    REPLICATED
}
