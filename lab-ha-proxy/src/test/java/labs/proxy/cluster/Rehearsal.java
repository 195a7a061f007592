package labs.proxy.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What Pacemaker would do. Its own scheduler is asked by {@code crm_simulate}, on a file, with no
 * daemon and no node: which takes a few hundredths of a second, and gives the same answer each
 * time. Each event gives a new rehearsal; the old one stays.
 */
final class Rehearsal {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** {@code crm} itself wants a log file that only an installed and running cluster has. */
    private static final String CRM =
            "import sys; from crmsh import log; log.setup_logging(only_help=True);"
                    + " from crmsh import main; sys.exit(main.run())";

    private final Path directory;
    private final Path cib;
    private final List<String> steps;

    private Rehearsal(Path directory, Path cib, List<String> steps) {
        this.directory = directory;
        this.cib = cib;
        this.steps = steps;
    }

    /** Loads resources into a cluster of three nodes, all of them online, with quorum. */
    static Rehearsal of(String crmsh, Path directory) {
        try {
            Path cib = Files.createTempFile(directory, "cib-", ".xml");
            String empty = Commands.output(List.of("cibadmin", "--empty"), "", LIMIT);
            Files.writeString(
                    cib,
                    CibSeed.xml(empty, Host.ALL)
                            .replace("<cib ", "<cib have-quorum=\"1\" dc-uuid=\"1\" "));
            Path text = Files.writeString(directory.resolve("resources.crm"), crmsh);
            var loaded = new Rehearsal(directory, cib, List.of());
            loaded.onFile(
                    "/usr/bin/python3", "-c", CRM, "-F", "configure", "load", "update", "" + text);
            Commands.output(List.of("crm_verify", "-V", "-x", cib.toString()), "", LIMIT);
            return loaded.simulate("--node-up", "n1", "--node-up", "n2", "--node-up", "n3");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The node is gone, and the others know. */
    Rehearsal crashes(String node) {
        return simulate("--node-fail", node);
    }

    /** The node is back, and nothing runs on it. */
    Rehearsal returns(String node) {
        Document document = read();
        for (Element state : elements(document, "node_state")) {
            if (state.getAttribute("uname").equals(node)) {
                while (state.hasChildNodes()) {
                    state.removeChild(state.getFirstChild());
                }
            }
        }
        return written(document).simulate("--node-up", node);
    }

    /** This part of the cluster has become the smaller one. */
    Rehearsal losesQuorum() {
        Document document = read();
        document.getDocumentElement().setAttribute("have-quorum", "0");
        return written(document).simulate();
    }

    /** The next check of the resource on this node finds that it does not run. */
    Rehearsal finds(String resource, String role, String node) {
        Element check = check(resource, role);
        return simulate(
                "--op-inject", "%s_monitor_%d@%s=7".formatted(resource, millis(check), node));
    }

    private Element check(String resource, String role) {
        return elements(read(), "op").stream()
                .filter(op -> op.getAttribute("name").equals("monitor"))
                .filter(op -> isOf(op, resource))
                .filter(op -> role.isEmpty() || roles(role).contains(op.getAttribute("role")))
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "%s has no monitor%s: nobody would notice that it is dead"
                                                .formatted(
                                                        resource,
                                                        role.isEmpty()
                                                                ? ""
                                                                : " for the role " + role)));
    }

    private static List<String> roles(String role) {
        return role.equals("Promoted")
                ? List.of("Promoted", "Master")
                : List.of("Unpromoted", "Slave");
    }

    private static boolean isOf(Node node, String resource) {
        for (Node each = node; each instanceof Element; each = each.getParentNode()) {
            if (((Element) each).getAttribute("id").equals(resource)) {
                return true;
            }
        }
        return false;
    }

    private static long millis(Element check) {
        String text = check.getAttribute("interval").strip();
        long number = Long.parseLong(text.replaceAll("\\D", ""));
        return switch (text.replaceAll("\\d", "").strip()) {
            case "ms" -> number;
            case "", "s", "sec" -> number * 1_000;
            case "m", "min" -> number * 60_000;
            default -> throw new AssertionError("an interval of " + text);
        };
    }

    /**
     * What the agent says of each node after a start or a check: how much it likes to be promoted.
     */
    Rehearsal wantsPromotion(Map<String, Integer> scores) {
        Document document = read();
        for (Element state : elements(document, "node_state")) {
            Integer score = scores.get(state.getAttribute("uname"));
            if (score != null) {
                state.appendChild(attribute(document, state.getAttribute("id"), score));
            }
        }
        return written(document).simulate();
    }

    private static Element attribute(Document document, String id, int score) {
        Element pair = document.createElement("nvpair");
        pair.setAttribute("id", "status-" + id + "-master-db");
        pair.setAttribute("name", "master-db");
        pair.setAttribute("value", Integer.toString(score));
        Element set = document.createElement("instance_attributes");
        set.setAttribute("id", "status-" + id);
        set.appendChild(pair);
        Element attributes = document.createElement("transient_attributes");
        attributes.setAttribute("id", id);
        attributes.appendChild(set);
        return attributes;
    }

    /** Where everything is afterwards. */
    ClusterStatus status() {
        return ClusterStatus.parse(onFile("crm_mon", "-1", "--output-as=xml"));
    }

    /** What was done for it, in order: {@code start vip on n1}. */
    List<String> steps() {
        return steps;
    }

    private Rehearsal simulate(String... events) {
        try {
            Path after = Files.createTempFile(directory, "cib-", ".xml");
            Files.delete(after);
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    "crm_simulate",
                                    "--simulate",
                                    "--output-as=xml",
                                    "--xml-file=" + cib,
                                    "--save-output=" + after));
            command.addAll(List.of(events));
            String said = Commands.output(command, "", LIMIT);
            return new Rehearsal(directory, after, steps(said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> steps(String said) {
        return elements(Xml.parse(said), "rsc_action").stream()
                .map(
                        step ->
                                "%s %s on %s"
                                        .formatted(
                                                step.getAttribute("op"),
                                                step.getAttribute("resource").replaceAll(":.*", ""),
                                                step.getAttribute("node")))
                .toList();
    }

    private String onFile(String... command) {
        List<String> line = new ArrayList<>(List.of("env", "CIB_file=" + cib, "HOME=" + directory));
        line.addAll(List.of(command));
        return Commands.output(line, "", LIMIT);
    }

    private Document read() {
        try {
            return Xml.parse(Files.readString(cib));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Rehearsal written(Document document) {
        try {
            Path file = Files.createTempFile(directory, "cib-", ".xml");
            TransformerFactory.newInstance()
                    .newTransformer()
                    .transform(new DOMSource(document), new StreamResult(file.toFile()));
            return new Rehearsal(directory, file, List.of());
        } catch (IOException | TransformerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Element> elements(Document document, String name) {
        return Xml.elements(document.getElementsByTagName(name));
    }
}
