package labs.proxy.cluster;

/** A database on each node, of which one takes writes, and the address where that one is. */
public final class ReplicatedResources {
    private ReplicatedResources() {}

    /** The resources, in the language of {@code crm configure}. */
    public static String crmsh() {
        // BEGIN SOLUTION
        return """
        property stonith-enabled=false no-quorum-policy=stop
        rsc_defaults rsc-options: resource-stickiness=100 migration-threshold=INFINITY \\
            failure-timeout=30s
        primitive db ocf:heartbeat:mysql \\
            params binary=/usr/sbin/mariadbd config=/etc/mysql/my.cnf datadir=/var/lib/mysql \\
            pid=/run/mysqld/mysqld.pid socket=/run/mysqld/mysqld.sock \\
            replication_user=repl replication_passwd=repl \\
            op start timeout=120s op stop timeout=120s \\
            op promote timeout=120s op demote timeout=120s op notify timeout=90s \\
            op monitor interval=3s timeout=30s role=Slave \\
            op monitor interval=2s timeout=30s role=Master
        primitive vip ocf:heartbeat:IPaddr2 \\
            params ip=172.30.1.100 cidr_netmask=24 \\
            op monitor interval=2s timeout=20s
        clone ms_db db \\
            meta promotable=true promoted-max=1 clone-max=3 notify=true interleave=true
        colocation vip-with-primary inf: vip:Started ms_db:Master
        order promote-first Mandatory: ms_db:promote vip:start
        """;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-11: README, part 11");
    }
}
