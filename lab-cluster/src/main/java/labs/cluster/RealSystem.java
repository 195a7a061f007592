package labs.cluster;

/** A system that this module can start, or find where it runs already. */
public enum RealSystem {
    ZOOKEEPER("ZooKeeper", "LAB_ZOOKEEPER", "HOST:PORT,HOST:PORT"),
    KAFKA("Kafka", "LAB_KAFKA", "HOST:PORT,HOST:PORT"),
    MYSQL("MySQL", "LAB_MYSQL", "jdbc:mariadb://HOST:PORT/?user=USER&password=PASSWORD"),
    STORM("Storm", "LAB_STORM", "HOST:PORT of Nimbus"),
    CEPH("Ceph", "LAB_CEPH", "HOST:PORT of a monitor"),
    MEMCACHED("Memcached", "LAB_MEMCACHED", "HOST:PORT,HOST:PORT");

    private final String title;
    private final String variable;
    private final String form;

    RealSystem(String title, String variable, String form) {
        this.title = title;
        this.variable = variable;
        this.form = form;
    }

    /** Its name, for people. */
    public String title() {
        return title;
    }

    /** The environment variable that names a running one, for example {@code LAB_KAFKA}. */
    public String variable() {
        return variable;
    }

    /** What {@link #variable} holds. */
    public String form() {
        return form;
    }
}
