package labs.cli.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * A container of the cluster.
 *
 * @param state as the engine says: running, exited, paused …
 * @param health healthy, unhealthy, starting; empty when the container does not run
 * @param ports of this machine that lead to it
 */
public record Service(String name, String state, String health, List<Integer> ports) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * From what {@code docker compose ps --format json} prints: an array, or objects line by line.
     */
    static List<Service> parse(String json) {
        List<Service> services = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(json)) {
            while (values.hasNext()) {
                add(values.next(), services);
            }
        } catch (JsonProcessingException strange) {
            throw new IllegalStateException("docker compose ps printed " + json, strange);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // it is read from memory
        }
        services.sort(Comparator.comparing(Service::name));
        return services;
    }

    private static void add(JsonNode value, List<Service> services) {
        if (value.isArray()) {
            value.forEach(each -> services.add(of(each)));
        } else {
            services.add(of(value));
        }
    }

    private static Service of(JsonNode container) {
        var ports = new TreeSet<Integer>();
        for (JsonNode publisher : container.path("Publishers")) {
            int port = publisher.path("PublishedPort").asInt();
            if (port > 0) {
                ports.add(port);
            }
        }
        return new Service(
                container.path("Service").asText(),
                container.path("State").asText(),
                container.path("Health").asText(),
                List.copyOf(ports));
    }

    public boolean isHealthy() {
        return health.equals("healthy");
    }

    /** Its health while it runs, else its state. */
    public String condition() {
        return state.equals("running") && !health.isEmpty() ? health : state;
    }
}
