package labs.proxy.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be seen only when the whole file is read: names that meet, and what must agree. */
final class Links {
    private final String file;
    private final List<Section> sections;
    private final Map<String, Section> frontends = new HashMap<>();
    private final Map<String, Section> backends = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    Links(String file, List<Section> sections) {
        this.file = file;
        this.sections = sections;
    }

    List<Problem> problems() {
        sections.forEach(this::name);
        sections.forEach(this::check);
        return problems;
    }

    private void name(Section section) {
        Section before = section.isFrontend() ? frontends.putIfAbsent(section.name, section) : null;
        if (section.isBackend()) {
            Section other = backends.putIfAbsent(section.name, section);
            before = before == null ? other : before;
        }
        if (before != null) {
            say(
                    section.begin.number(),
                    "the name '%s' is taken by line %d"
                            .formatted(section.name, before.begin.number()));
        }
    }

    private void check(Section section) {
        if (section.isFrontend()) {
            section.useBackend.forEach(rule -> checkRule(section, rule));
            if (section.defaultBackend != null) {
                goesTo(section, section.defaultBackend, section.defaultBackendLine.number());
            }
            if (section.binds.isEmpty()) {
                say(section.begin.number(), "'" + section.name + "' has no bind, so none can come");
            }
        }
        if (section.isBackend()) {
            checkBackend(section);
        }
        section.asked.forEach(this::mustBe);
        if (section.mode == Mode.TCP && !section.httpRules.isEmpty()) {
            say(section.begin.number(), "http-request needs mode http in '" + section.name + "'");
        }
    }

    private void checkRule(Section section, BackendRule rule) {
        goesTo(section, rule.backend(), rule.line());
        boolean looksInside =
                rule.condition().acls().anyMatch(acl -> acl.isOfRequests() && !isOfBytes(acl));
        if (section.mode == Mode.TCP && looksInside) {
            say(
                    rule.line(),
                    "in mode tcp there is no request to look at: src, dst_port, ssl_fc_sni,"
                            + " queue, be_conn, nbsrv");
        }
    }

    // What can be seen in the first bytes, without a request.
    private static boolean isOfBytes(Acl acl) {
        return acl.test()
                .map(test -> test.sample().fetch().name())
                .filter(name -> name.matches("req.proto_http|req_proto_http|wait_end"))
                .isPresent();
    }

    private void checkBackend(Section section) {
        int line = section.begin.number();
        Algorithm algorithm = section.balance.algorithm();
        if (algorithm == Algorithm.URI && section.mode == Mode.TCP) {
            say(line, "balance uri needs mode http in '" + section.name + "'");
        }
        if (section.stickOnSource && section.stickTable == null) {
            say(line, "stick on src without a stick-table in '" + section.name + "'");
        }
    }

    private void goesTo(Section from, String name, int line) {
        Section to = backends.get(name);
        if (to == null) {
            say(line, "there is no backend '" + name + "'");
        } else if (to.mode != from.mode) {
            say(line, "'%s' and backend '%s' differ in mode".formatted(from.name, name));
        }
    }

    private void mustBe(String backend, int line) {
        if (!backends.containsKey(backend)) {
            say(line, "there is no backend '" + backend + "'");
        }
    }

    private void say(int line, String message) {
        problems.add(new Problem(file, line, message));
    }
}
