package labs.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code server}, with HAProxy's own values for what is not said.
 *
 * @param weight 0 to 256; 0 takes no new clients
 * @param maxconn how many connections at a time; 0 for any number
 * @param slowstart how long it takes to full weight when it comes back
 * @param cookie what the persistence cookie says for this server
 * @param disabled whether it begins in maintenance
 * @param redirect where clients are sent that would go there
 * @param mayBeUnknown whether it is borne that its name has no address
 * @param sni the name to ask for in TLS
 * @param tls whether it is spoken to in TLS, without looking at its certificate
 */
public record Server(
        String name,
        Address address,
        int weight,
        boolean backup,
        int maxconn,
        Duration slowstart,
        Optional<String> cookie,
        SendProxy sendProxy,
        boolean tls,
        Check check,
        Checked checked,
        Observe observe,
        boolean disabled,
        Optional<String> redirect,
        Optional<Sample> sni,
        boolean mayBeUnknown) {
    /**
     * What a line of a backend says of a server that comes later. It begins in maintenance.
     *
     * @param line {@code NAME HOST:PORT [option …]}
     * @throws IllegalArgumentException if it is wrong, with a sentence that says how
     */
    public static Server parse(String line) {
        try {
            var words = new Words(List.of(line.strip().split("\\s+")));
            var section = new Section(Section.Kind.BACKEND, "", null);
            Server server = ServerWords.read(words, section);
            return server.with(server.address(), true);
        } catch (LineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The same at another host. */
    public Server at(String host, int port) {
        return with(new Address(host, port == 0 ? address.port() : port), disabled);
    }

    private Server with(Address address, boolean disabled) {
        boolean sameHost = checked.host().equals(this.address.host());
        boolean samePort = checked.port() == this.address.port();
        var checked =
                new Checked(
                        sameHost ? address.host() : this.checked.host(),
                        samePort ? address.port() : this.checked.port(),
                        this.checked.tls(),
                        this.checked.header(),
                        this.checked.fast(),
                        this.checked.down());
        return new Server(
                name,
                address,
                weight,
                backup,
                maxconn,
                slowstart,
                cookie,
                sendProxy,
                tls,
                check,
                checked,
                observe,
                disabled,
                redirect,
                sni,
                mayBeUnknown);
    }

    /** Which PROXY header a connection to a server begins with. */
    public enum SendProxy {
        NONE,
        V1,
        V2
    }

    /** What is watched of the traffic itself, and what so many errors in a row do. */
    public enum Layer {
        NONE,
        LAYER4,
        LAYER7
    }

    /** {@code on-error}. */
    public enum OnError {
        FAIL_CHECK,
        MARK_DOWN
    }

    /** {@code check inter rise fall}. */
    public record Check(boolean enabled, Duration interval, int rise, int fall) {}

    /**
     * What is checked, where it is not what clients go to.
     *
     * @param fast the interval while it turns, if that is another one
     * @param down the interval while it is down, likewise
     */
    public record Checked(
            String host,
            int port,
            boolean tls,
            boolean header,
            Optional<Duration> fast,
            Optional<Duration> down) {}

    /** {@code observe error-limit on-error}. */
    public record Observe(Layer layer, int errorLimit, OnError onError) {}
}
