package labs.proxy.http;

import java.util.SplittableRandom;
import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;
import labs.proxy.config.ConfigException;
import labs.proxy.stats.Counters;
import labs.proxy.testing.Running;

/** Servers that nobody talks to. */
final class Members {
    private Members() {}

    static Member named(String name) throws ConfigException {
        var backend =
                Running.configuration("backend b\n server %s 127.0.0.1:1\n", name)
                        .backends()
                        .get(0);
        try (var upstream =
                new Upstream(
                        backend, new Counters(), any -> new Counters(), new SplittableRandom(1))) {
            return upstream.member(name).orElseThrow();
        }
    }
}
