package labs.proxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes certificates with the JDK's own keytool, as a file of PEM blocks each. */
public final class Pem {
    private Pem() {}

    /**
     * A certificate that vouches for itself.
     *
     * @param names its DNS alternative names
     */
    public static Path file(Path directory, String file, String... names) throws Exception {
        Path store = directory.resolve(file + ".p12");
        run(
                "-genkeypair",
                "-alias",
                "x",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "secret",
                "-validity",
                "2",
                "-dname",
                "CN=" + file,
                "-ext",
                "san=dns:" + String.join(",dns:", names));
        var keys = java.security.KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        String text =
                block("CERTIFICATE", keys.getCertificate("x").getEncoded())
                        + block(
                                "PRIVATE KEY",
                                keys.getKey("x", "secret".toCharArray()).getEncoded());
        Files.delete(store);
        return Files.writeString(directory.resolve(file), text);
    }

    static String block(String kind, byte[] bytes) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(kind, java.util.Base64.getMimeEncoder().encodeToString(bytes), kind);
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(java.util.List.of(arguments));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool: " + said);
        }
    }
}
