package labs.proxy.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A certificate, those that vouch for it, and its key, in one file of text, as HAProxy has it. */
record PemFile(PrivateKey key, X509Certificate[] chain) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    X509Certificate certificate() {
        return chain[0];
    }

    /** All of these files, and all in these directories, by their names. */
    static List<PemFile> all(List<Path> paths) throws IOException {
        var files = new ArrayList<PemFile>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                files.add(read(file));
            }
        }
        if (files.isEmpty()) {
            throw new IOException("there is no certificate in " + paths);
        }
        return files;
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static PemFile read(Path file) throws IOException {
        try {
            return parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file + " (ssl crt)", e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " (ssl crt): " + e.getMessage(), e);
        }
    }

    private static PemFile parse(String text) throws GeneralSecurityException {
        PrivateKey key = null;
        var chain = new ArrayList<X509Certificate>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
            switch (block.group(1)) {
                case "CERTIFICATE" -> chain.add(certificate(bytes));
                case "PRIVATE KEY" -> key = key(bytes);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                        throw new CertificateException(
                                "the key is in an old form; convert it: openssl pkcs8 -topk8 -nocrypt");
                default -> {}
            }
        }
        if (key == null || chain.isEmpty()) {
            throw new CertificateException(
                    chain.isEmpty() ? "there is no certificate in it" : "there is no key in it");
        }
        return new PemFile(key, chain.toArray(X509Certificate[]::new));
    }

    private static X509Certificate certificate(byte[] bytes) throws CertificateException {
        Certificate certificate =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(bytes));
        return (X509Certificate) certificate;
    }

    private static PrivateKey key(byte[] bytes) throws GeneralSecurityException {
        GeneralSecurityException last = null;
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException other) {
                last = other; // a key says itself which it is, but the JDK wants to be told
            }
        }
        throw last;
    }
}
