package labs.proxy.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what follows {@code bind}. */
final class BindWords {
    private static final List<String> OPTIONS = List.of("ssl", "crt", "alpn", "accept-proxy");

    private BindWords() {}

    /** {@code HOST:PORT[,…] [ssl crt FILE] [alpn NAME,…] [accept-proxy]}: one for each address. */
    static List<Bind> read(Words words) {
        String addresses = words.next("the HOST:PORT to listen on");
        boolean tls = false;
        boolean acceptProxy = false;
        String certificate = null;
        List<String> alpn = List.of();
        while (words.hasNext()) {
            if (words.take("ssl")) {
                tls = true;
            } else if (words.take("crt")) {
                certificate = words.next("the certificate's file");
            } else if (words.take("alpn")) {
                alpn = List.of(words.next("names of protocols").split(","));
            } else if (words.take("accept-proxy")) {
                acceptProxy = true;
            } else {
                throw Words.unsupported("bind option", words.peek(), OPTIONS);
            }
        }
        if (tls != (certificate != null)) {
            throw new LineException("ssl and crt FILE need each other");
        }
        var binds = new ArrayList<Bind>();
        for (String address : addresses.split(",", -1)) {
            binds.add(
                    new Bind(
                            Address.parse(address),
                            Optional.ofNullable(certificate),
                            alpn,
                            acceptProxy));
        }
        return binds;
    }
}
