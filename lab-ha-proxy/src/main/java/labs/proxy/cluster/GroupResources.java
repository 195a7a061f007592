package labs.proxy.cluster;

/** One database on a data directory that all nodes see, and the address, together on one node. */
public final class GroupResources {
    private GroupResources() {}

    /** The resources, in the language of {@code crm configure}. */
    public static String crmsh() {
        // BEGIN SOLUTION
        return """
        property stonith-enabled=false no-quorum-policy=stop
        rsc_defaults rsc-options: resource-stickiness=100 migration-threshold=2 \\
            failure-timeout=60s
        primitive db ocf:heartbeat:mysql \\
            params binary=/usr/sbin/mariadbd config=/etc/mysql/my.cnf datadir=/var/lib/mysql \\
            pid=/run/mysqld/mysqld.pid socket=/run/mysqld/mysqld.sock \\
            op start timeout=120s op stop timeout=120s op monitor interval=2s timeout=30s
        primitive vip ocf:heartbeat:IPaddr2 \\
            params ip=172.30.1.100 cidr_netmask=24 \\
            op monitor interval=2s timeout=20s
        group g_db db vip
        """;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-11: README, part 11");
    }
}
