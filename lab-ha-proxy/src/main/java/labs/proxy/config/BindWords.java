package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what follows {@code bind}. */
final class BindWords {
    private static final List<String> OPTIONS =
            List.of("ssl", "crt", "alpn", "accept-proxy", "name", "mode");

    private static final List<String> PROTOCOLS = List.of("http/1.1", "http/1.0");

    /** What changes nothing for a client that speaks HTTP/1 and TLS 1.2: so many words follow. */
    private static final Map<String, Integer> IGNORED =
            Map.ofEntries(
                    Map.entry("name", 1),
                    Map.entry("id", 1),
                    Map.entry("backlog", 1),
                    Map.entry("nice", 1),
                    Map.entry("maxconn", 1),
                    Map.entry("process", 1),
                    Map.entry("thread", 1),
                    Map.entry("shards", 1),
                    Map.entry("level", 1),
                    Map.entry("mode", 1),
                    Map.entry("user", 1),
                    Map.entry("group", 1),
                    Map.entry("uid", 1),
                    Map.entry("gid", 1),
                    Map.entry("expose-fd", 1),
                    Map.entry("severity-output", 1),
                    Map.entry("tfo", 0),
                    Map.entry("defer-accept", 0),
                    Map.entry("v4v6", 0),
                    Map.entry("mss", 1),
                    Map.entry("ciphers", 1),
                    Map.entry("ciphersuites", 1),
                    Map.entry("curves", 1),
                    Map.entry("ecdhe", 1),
                    Map.entry("npn", 1),
                    Map.entry("ssl-min-ver", 1),
                    Map.entry("ssl-max-ver", 1),
                    Map.entry("no-sslv3", 0),
                    Map.entry("no-tlsv10", 0),
                    Map.entry("no-tlsv11", 0),
                    Map.entry("no-tlsv12", 0),
                    Map.entry("no-tlsv13", 0),
                    Map.entry("force-tlsv12", 0),
                    Map.entry("no-tls-tickets", 0),
                    Map.entry("prefer-client-ciphers", 0),
                    Map.entry("tls-ticket-keys", 1));

    private BindWords() {}

    /**
     * {@code HOST:PORT[,…] [ssl crt FILE …] [alpn NAME,…] [accept-proxy]}: one for each address.
     */
    static List<Bind> read(Words words, Section section, String certificateBase) {
        String addresses = words.next("the HOST:PORT to listen on");
        boolean tls = false;
        boolean acceptProxy = false;
        var certificates = new ArrayList<String>();
        List<String> alpn = List.of();
        while (words.hasNext()) {
            if (words.take("ssl")) {
                tls = true;
            } else if (words.take("crt")) {
                certificates.add(file(words.next("the certificate's file"), certificateBase));
            } else if (words.take("alpn")) {
                alpn = protocols(words.next("names of protocols"), section);
            } else if (words.take("accept-proxy")) {
                acceptProxy = true;
            } else if (words.take("proto")) {
                http1(words.next("the protocol"));
            } else {
                ignored(words, section);
            }
        }
        if (tls == certificates.isEmpty()) {
            throw new LineException("ssl and crt FILE need each other");
        }
        var binds = new ArrayList<Bind>();
        for (String address : addresses.split(",", -1)) {
            for (Address one : ports(address)) {
                binds.add(new Bind(one, certificates, alpn, acceptProxy));
            }
        }
        return binds;
    }

    private static String file(String name, String base) {
        return name.startsWith("/") || base.isEmpty() ? name : base + "/" + name;
    }

    private static void http1(String protocol) {
        if (!protocol.equals("h1")) {
            throw Words.unsupported("proto", protocol, List.of("h1"));
        }
    }

    private static void ignored(Words words, Section section) {
        Integer values = IGNORED.get(words.peek());
        if (values == null) {
            throw Words.unsupported("bind option", words.peek(), OPTIONS);
        }
        String name = words.next("an option");
        if (!name.equals("name") && !name.equals("id")) {
            section.warnings.add("bind option " + name);
        }
        for (int i = 0; i < values; i++) {
            words.next("a value");
        }
    }

    // PORT-PORT stands for all of them.
    private static List<Address> ports(String word) {
        if (!word.matches(".*:\\d+-\\d+")) {
            return List.of(Address.parse(word, 0));
        }
        int colon = word.lastIndexOf(':');
        String[] ends = word.substring(colon + 1).split("-");
        int from = Values.number(ends[0], "port", 1, 65535);
        int to = Values.number(ends[1], "port", from, 65535);
        var addresses = new ArrayList<Address>();
        for (int port = from; port <= to; port++) {
            addresses.add(Address.parse(word.substring(0, colon + 1) + port));
        }
        return addresses;
    }

    // Who offers a protocol must speak it: h2 is left out, and clients take HTTP/1.1.
    private static List<String> protocols(String word, Section section) {
        var names = new ArrayList<String>();
        for (String name : word.split(",")) {
            if (name.equals("h2")) {
                section.warnings.add("h2 in bind option alpn");
            } else if (PROTOCOLS.contains(name)) {
                names.add(name);
            } else {
                throw Words.unsupported("alpn", name, PROTOCOLS);
            }
        }
        return names;
    }
}
