package labs.proxy.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the first version of Pacemaker's configuration, the cluster information base. With none,
 * each node waits 20 seconds for a coordinator that may be there already before it calls an
 * election; here nobody can be, so two are enough.
 */
final class CibSeed {
    private static final Pattern VERSIONS =
            Pattern.compile("crm_feature_set=\"([^\"]+)\" validate-with=\"([^\"]+)\"");

    private CibSeed() {}

    /**
     * @param empty what {@code cibadmin --empty} says: it knows the versions of this Pacemaker
     */
    static String xml(String empty, List<Host> hosts) {
        Matcher versions = VERSIONS.matcher(empty);
        if (!versions.find()) {
            throw new ClusterException("cibadmin --empty says no versions: " + empty);
        }
        return """
        <cib crm_feature_set="%s" validate-with="%s" epoch="1" num_updates="0" admin_epoch="0">
          <configuration>
            <crm_config>
              <cluster_property_set id="cib-bootstrap-options">
                <nvpair id="cib-bootstrap-options-dc-deadtime" name="dc-deadtime" value="2s"/>
              </cluster_property_set>
            </crm_config>
            <nodes>
        %s
            </nodes>
            <resources/>
            <constraints/>
          </configuration>
          <status/>
        </cib>
        """
                .formatted(
                        versions.group(1),
                        versions.group(2),
                        hosts.stream()
                                .map(host -> "      " + node(host))
                                .collect(Collectors.joining("\n")));
    }

    private static String node(Host host) {
        return "<node id=\"%d\" uname=\"%s\"/>".formatted(host.id(), host.name());
    }
}
