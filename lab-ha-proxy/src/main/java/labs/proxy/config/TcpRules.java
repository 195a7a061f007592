package labs.proxy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what follows {@code tcp-request}. */
final class TcpRules {
    private static final Map<String, TcpRule.Stage> STAGES =
            new TreeMap<>(
                    Map.of(
                            "connection", TcpRule.Stage.CONNECTION,
                            "session", TcpRule.Stage.SESSION,
                            "content", TcpRule.Stage.CONTENT));

    private TcpRules() {}

    static void read(Words words, Section section) {
        if (words.take("inspect-delay")) {
            section.inspectDelay = words.nextTime("inspect-delay");
            if (section.kind == Section.Kind.BACKEND) {
                section.warnings.add("tcp-request inspect-delay in a backend");
            }
            return;
        }
        TcpRule.Stage stage = words.nextOf(STAGES, "tcp-request");
        if (section.kind == Section.Kind.BACKEND && stage != TcpRule.Stage.CONTENT) {
            throw new LineException(
                    "tcp-request connection and session belong to a frontend: a backend has"
                            + " content");
        }
        section.tcpRules.add(rule(stage, words.next("an action"), words, section));
    }

    private static TcpRule rule(TcpRule.Stage stage, String name, Words words, Section section) {
        if (name.startsWith("set-var(") && name.endsWith(")")) {
            Sample value = Samples.read(words.next("the value"));
            String variable = name.substring(8, name.length() - 1);
            return new TcpRule(
                    stage,
                    TcpRule.Action.SET_VARIABLE,
                    Optional.of(variable),
                    Optional.of(value),
                    0,
                    Optional.empty(),
                    Conditions.condition(words, section.acls));
        }
        if (name.startsWith("track-sc")) {
            int counter = Values.number(name.substring(8), "counter", 0, 2);
            Sample key = Samples.read(words.next("what is counted"));
            Optional<String> table =
                    words.take("table") ? Optional.of(words.next("the table")) : Optional.empty();
            table.ifPresent(section.tables::add);
            return new TcpRule(
                    stage,
                    TcpRule.Action.TRACK,
                    Optional.empty(),
                    Optional.of(key),
                    counter,
                    table,
                    Conditions.condition(words, section.acls));
        }
        if (name.startsWith("sc-inc-gpc0(") && name.endsWith(")")) {
            String counter = name.substring("sc-inc-gpc0(".length(), name.length() - 1);
            return new TcpRule(
                    stage,
                    TcpRule.Action.INCREASE,
                    Optional.empty(),
                    Optional.empty(),
                    Values.number(counter, "counter", 0, 2),
                    Optional.empty(),
                    Conditions.condition(words, section.acls));
        }
        TcpRule.Action action =
                switch (name) {
                    case "accept" -> TcpRule.Action.ACCEPT;
                    case "reject", "silent-drop" -> TcpRule.Action.REJECT;
                    default ->
                            throw Words.unsupported(
                                    "tcp-request",
                                    name,
                                    List.of(
                                            "accept",
                                            "reject",
                                            "silent-drop",
                                            "set-var(NAME)",
                                            "track-sc0",
                                            "sc-inc-gpc0(N)",
                                            "inspect-delay"));
                };
        return new TcpRule(
                stage,
                action,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Conditions.condition(words, section.acls));
    }
}
