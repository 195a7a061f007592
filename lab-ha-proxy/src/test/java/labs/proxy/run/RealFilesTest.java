package labs.proxy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import labs.kit.RequiresProgram;
import labs.proxy.config.ConfigException;
import labs.proxy.config.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that others wrote, from a directory that a property names: real configurations, and
 * HAProxy's own regression tests. They are not part of the course; whoever has some can try them.
 */
@RequiresProgram(name = "haproxy", install = "apt-get install haproxy")
final class RealFilesTest {
    private static final String CONFIGURATIONS = "lab.haproxy.configurations";
    private static final String TESTS = "lab.haproxy.tests";
    private static final int PATIENCE_SECONDS = 60;

    @TempDir private Path directory;

    private static List<Path> files(String property, String end) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(System.getProperty(property)))) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    private static int run(Path where, String haproxy, String... command) {
        var builder = new ProcessBuilder(command).directory(where.toFile());
        builder.environment().put("HAPROXY_PROGRAM", haproxy);
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = CONFIGURATIONS,
            matches = ".+",
            disabledReason = "-D" + CONFIGURATIONS + "=DIRECTORY names no files to read")
    void shouldTakeMostOfWhatHaproxyTakes() throws IOException {
        int accepted = 0;
        var refused = new ArrayList<String>();
        for (Path file : files(CONFIGURATIONS, ".cfg")) {
            if (run(file.getParent(), "haproxy", "haproxy", "-c", "-f", file.toString()) == 0) {
                accepted++;
                try {
                    ConfigReader.read(file);
                } catch (ConfigException e) {
                    refused.add(e.getMessage().lines().findFirst().orElse("") + " in " + file);
                }
            }
        }
        System.out.printf(
                "HAProxy takes %d, ours %d of them%n", accepted, accepted - refused.size());
        assertThat(refused)
                .as("of %d that HAProxy takes, ours refuses", accepted)
                .hasSizeLessThanOrEqualTo(accepted / 4);
    }

    @Test
    @RequiresProgram(name = "varnishtest", install = "apt-get install varnish")
    @EnabledIfSystemProperty(
            named = TESTS,
            matches = ".+",
            disabledReason = "-D" + TESTS + "=DIRECTORY names no tests of HAProxy's")
    void shouldPassAsManyOfHaproxysOwnTestsAsItDid() throws IOException {
        Path ours = program();
        int theirs = 0;
        var passed = new ArrayList<Path>();
        for (Path file : files(TESTS, ".vtc")) {
            Path where = Path.of(System.getProperty(TESTS));
            String[] command = {"varnishtest", "-t", "20", file.toString()};
            if (run(where, "haproxy", command) == 0) {
                theirs++;
                if (run(where, ours.toString(), command) == 0) {
                    passed.add(where.relativize(file));
                }
            }
        }
        System.out.printf("HAProxy passes %d, ours %d: %s%n", theirs, passed.size(), passed);
        assertThat(passed).as("HAProxy passes %d", theirs).hasSizeGreaterThanOrEqualTo(25);
    }

    /** Ours under HAProxy's flags. The JVM leaves signals alone: the tests want to see one. */
    private Path program() throws IOException {
        Path program =
                Files.writeString(
                        directory.resolve("haproxy"),
                        """
                        #!/bin/sh
                        exec java -Xrs -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m \\
                          -cp '%s' labs.proxy.demo.ServeMain --threads 1 --grace 0 "$@"
                        """
                                .formatted(System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program;
    }
}
