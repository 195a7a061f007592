package labs.proxy.cluster;

import java.util.List;
import java.util.stream.Collectors;

/** Writes corosync.conf: who is a member, and how soon one that is silent is given up. */
final class CorosyncConf {
    private CorosyncConf() {}

    static String text(List<Host> hosts) {
        return """
        totem {
          version: 2
          cluster_name: lab
          transport: knet
          # A token that has not come for this many milliseconds is lost, and with it a node.
          token: 2000
          crypto_cipher: none
          crypto_hash: none
        }
        quorum {
          provider: corosync_votequorum
        }
        logging {
          to_stderr: yes
          to_syslog: no
          timestamp: hires
        }
        nodelist {
        %s}
        """
                .formatted(hosts.stream().map(CorosyncConf::node).collect(Collectors.joining()));
    }

    private static String node(Host host) {
        return """
          node {
            nodeid: %d
            name: %s
            ring0_addr: %s
          }
        """
                .formatted(host.id(), host.name(), host.address());
    }
}
