package labs.proxy.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.Mapping;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The certificates of one {@code bind}, and which of them a client is shown. One address serves
 * many names: the client says in its first message, in the clear, which one it wants (SNI, RFC
 * 6066). The names of a certificate are its DNS alternative names.
 *
 * <ol>
 *   <li>The certificate that has exactly this name, whatever the case of its letters.
 *   <li>Else the one that has {@code *} for the first label, and the same behind it.
 *   <li>Else, and for a client that says no name, the first certificate: HAProxy's rule without
 *       {@code strict-sni}.
 * </ol>
 *
 * Immutable.
 */
public final class Certificates implements Mapping<String, SslContext> {
    private final SslContext first;
    private final Map<String, SslContext> byName = new HashMap<>();

    private Certificates(List<PemFile> files, List<String> alpn) throws IOException {
        var contexts = new ArrayList<SslContext>();
        for (PemFile file : files) {
            SslContext context = context(file, alpn);
            contexts.add(context);
            // Of two that have the same name, the first.
            names(file.certificate()).forEach(name -> byName.putIfAbsent(name, context));
        }
        first = contexts.get(0);
    }

    /**
     * Reads certificates with their keys.
     *
     * @param crt PEM files, or directories of them
     * @param alpn the protocols to choose from, best first; none for no ALPN
     * @throws IOException if one cannot be used, with its name and why
     */
    public static Certificates read(List<Path> crt, List<String> alpn) throws IOException {
        return new Certificates(PemFile.all(crt), alpn);
    }

    private static SslContext context(PemFile file, List<String> alpn) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forServer(file.key(), file.chain());
        // BEGIN SOLUTION
        if (!alpn.isEmpty()) {
            builder.applicationProtocolConfig(
                    new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            // What the JDK's engine can do: go on without a protocol.
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            alpn));
        }
        // END SOLUTION
        // STUB: // ALPN goes here: see README, part 7.
        return builder.build();
    }

    /** The DNS alternative names, in small letters. */
    static List<String> names(X509Certificate certificate) {
        // BEGIN SOLUTION
        var names = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0).equals(DNS)) {
                    names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("alternative names that cannot be read", e);
        }
        return names;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-7: README, part 7");
    }

    /**
     * What a client is shown.
     *
     * @param name as it said it; null if it said none
     */
    @Override
    public SslContext map(String name) {
        // BEGIN SOLUTION
        if (name == null) {
            return first;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        SslContext exact = byName.get(wanted);
        if (exact != null) {
            return exact;
        }
        int dot = wanted.indexOf('.');
        return dot < 1 ? first : byName.getOrDefault("*" + wanted.substring(dot), first);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-7: README, part 7");
    }

    // BEGIN SOLUTION
    /** The kind of an alternative name, RFC 5280's number of it. */
    private static final Integer DNS = 2;
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
