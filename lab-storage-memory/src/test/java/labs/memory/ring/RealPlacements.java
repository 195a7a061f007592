package labs.memory.ring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where real clients put keys. In November 2026, on Debian 12, three and five servers (memcached
 * 1.6.18) ran on 127.0.0.1; spymemcached 2.12.3 and xmemcached 2.4.9 set the keys, and each server
 * was asked which it has. For libmemcached 1.1.4, its own memcached_generate_hash was asked.
 * Looking up 127.0.0.1 gave localhost.
 */
final class RealPlacements {
    private static final JsonNode ROOT = read();

    private RealPlacements() {}

    private static JsonNode read() {
        try (InputStream in =
                RealPlacements.class.getResourceAsStream("/labs/memory/ketama-placements.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> clients() {
        List<String> names = new ArrayList<>();
        ROOT.get("clients").fieldNames().forEachRemaining(names::add);
        return names;
    }

    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        ROOT.get("keys").forEach(key -> keys.add(key.asText()));
        return keys;
    }

    /** The number of each key's server. */
    static List<Integer> of(String client, int servers) {
        List<Integer> numbers = new ArrayList<>();
        ROOT.get("clients")
                .get(client)
                .get(servers + " servers")
                .forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    /** The servers, named in the client's configuration by address or as localhost. */
    static List<RingServer> servers(int count, String given) {
        List<RingServer> servers = new ArrayList<>();
        for (JsonNode server : ROOT.get("servers")) {
            String[] parts = server.asText().split(":");
            int port = Integer.parseInt(parts[1]);
            servers.add(new RingServer(given, "localhost", parts[0], port, 1));
        }
        return servers.subList(0, count);
    }
}
