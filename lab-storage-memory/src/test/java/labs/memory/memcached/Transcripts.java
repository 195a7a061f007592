package labs.memory.memcached;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What memcached 1.6.18 (Debian 1.6.18-1+deb12u1) answered to inputs at the edges of its protocols.
 * The file holds for each case what was sent, and what came back until 150 ms of silence.
 */
final class Transcripts {
    private static final Pattern REPEATED = Pattern.compile("<(.)\\*(\\d+)>");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(x..|.)", Pattern.DOTALL);

    private Transcripts() {}

    /** One conversation. */
    record Case(String name, List<Step> steps) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param sleep seconds to wait first
     */
    record Step(double sleep, String send, String receive, boolean closed) {}

    static List<Case> read() {
        try (InputStream in =
                Transcripts.class.getResourceAsStream("/labs/memory/memcached-1.6.18-edges.json")) {
            List<Case> cases = new ArrayList<>();
            new ObjectMapper().readTree(in).get("cases").forEach(node -> cases.add(read(node)));
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Case read(JsonNode node) {
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : node.get("steps")) {
            steps.add(
                    step.has("sleep")
                            ? new Step(step.get("sleep").asDouble(), "", "", false)
                            : new Step(
                                    0,
                                    bytes(step.get("send").asText()),
                                    bytes(step.get("recv").asText()),
                                    step.get("closed").asBoolean()));
        }
        return new Case(node.get("name").asText(), steps);
    }

    private static String bytes(String escaped) {
        String whole =
                REPEATED.matcher(escaped)
                        .replaceAll(
                                found ->
                                        Matcher.quoteReplacement(
                                                found.group(1)
                                                        .repeat(Integer.parseInt(found.group(2)))));
        return ESCAPED.matcher(whole)
                .replaceAll(found -> Matcher.quoteReplacement(one(found.group(1))));
    }

    private static String one(String escape) {
        return switch (escape.charAt(0)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'x' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            default -> escape;
        };
    }

    /** Versions differ from run to run: in frames of the binary protocol, each becomes 1. */
    static String withoutCas(String received) {
        StringBuilder text = new StringBuilder(received);
        for (int at = 0; at + 24 <= text.length() && text.charAt(at) == 0x81; ) {
            String cas = text.substring(at + 16, at + 24);
            if (!cas.equals("\0".repeat(8))) {
                text.replace(at + 16, at + 24, "\0".repeat(7) + "\u0001");
            }
            int body = 0;
            for (int i = at + 8; i < at + 12; i++) {
                body = body << 8 | text.charAt(i);
            }
            at += 24 + body;
        }
        return text.toString();
    }
}
