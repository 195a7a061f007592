package labs.proxy.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What {@code crm_mon} says, read from its XML. */
public final class ClusterStatus {
    private final Document document;

    private ClusterStatus(Document document) {
        this.document = document;
    }

    static ClusterStatus parse(String xml) {
        return new ClusterStatus(Xml.parse(xml));
    }

    /** Whether this part of the cluster is the majority and has a coordinator. */
    public boolean hasQuorum() {
        return elements("current_dc").stream()
                .anyMatch(dc -> dc.getAttribute("with_quorum").equals("true"));
    }

    /** The nodes that this part of the cluster can count on. */
    public Set<String> online() {
        var names = new TreeSet<String>();
        for (Element node : elements("node")) {
            if (node.getAttribute("online").equals("true")
                    && node.getAttribute("pending").equals("false")) {
                names.add(node.getAttribute("name"));
            }
        }
        return names;
    }

    /** The nodes on which the resource runs, in whatever role. */
    public Set<String> runningOn(String resource) {
        return nodes(resource, "Started", "Slave", "Unpromoted", "Master", "Promoted");
    }

    /** The nodes on which the resource is promoted. */
    public Set<String> promotedOn(String resource) {
        return nodes(resource, "Master", "Promoted");
    }

    /** The one node on which the resource runs; empty if there is none or more than one. */
    public Optional<String> only(String resource) {
        Set<String> nodes = runningOn(resource);
        return nodes.size() == 1 ? Optional.of(nodes.iterator().next()) : Optional.empty();
    }

    private Set<String> nodes(String resource, String... roles) {
        var names = new TreeSet<String>();
        for (Element each : elements("resource")) {
            if (each.getAttribute("id").replaceAll(":.*", "").equals(resource)
                    && Set.of(roles).contains(each.getAttribute("role"))
                    && each.getAttribute("active").equals("true")) {
                Xml.elements(each.getElementsByTagName("node"))
                        .forEach(node -> names.add(node.getAttribute("name")));
            }
        }
        return names;
    }

    private List<Element> elements(String name) {
        return Xml.elements(document.getElementsByTagName(name));
    }
}
