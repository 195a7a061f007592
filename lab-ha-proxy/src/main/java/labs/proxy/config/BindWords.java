package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;

/** Reads what follows {@code bind}. */
final class BindWords {
    private static final List<String> OPTIONS = List.of("ssl", "crt", "alpn", "accept-proxy");

    private static final List<String> PROTOCOLS = List.of("http/1.1", "http/1.0");

    private BindWords() {}

    /**
     * {@code HOST:PORT[,…] [ssl crt FILE …] [alpn NAME,…] [accept-proxy]}: one for each address.
     */
    static List<Bind> read(Words words) {
        String addresses = words.next("the HOST:PORT to listen on");
        boolean tls = false;
        boolean acceptProxy = false;
        var certificates = new ArrayList<String>();
        List<String> alpn = List.of();
        while (words.hasNext()) {
            if (words.take("ssl")) {
                tls = true;
            } else if (words.take("crt")) {
                certificates.add(words.next("the certificate's file"));
            } else if (words.take("alpn")) {
                alpn = protocols(words.next("names of protocols"));
            } else if (words.take("accept-proxy")) {
                acceptProxy = true;
            } else {
                throw Words.unsupported("bind option", words.peek(), OPTIONS);
            }
        }
        if (tls == certificates.isEmpty()) {
            throw new LineException("ssl and crt FILE need each other");
        }
        var binds = new ArrayList<Bind>();
        for (String address : addresses.split(",", -1)) {
            binds.add(new Bind(Address.parse(address, 0), certificates, alpn, acceptProxy));
        }
        return binds;
    }

    // Who offers a protocol must speak it.
    private static List<String> protocols(String word) {
        List<String> names = List.of(word.split(","));
        for (String name : names) {
            if (!PROTOCOLS.contains(name)) {
                throw Words.unsupported("alpn", name, PROTOCOLS);
            }
        }
        return names;
    }
}
