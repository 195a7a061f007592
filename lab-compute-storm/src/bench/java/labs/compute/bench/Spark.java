package labs.compute.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spark SQL in a process of its own, with its own jars: they are many, and of other versions than
 * ours, so Maven collects them by a project of their own when the benchmark is run.
 */
final class Spark {
    private static final List<String> PACKAGES =
            List.of(
                    "java.lang",
                    "java.lang.invoke",
                    "java.lang.reflect",
                    "java.io",
                    "java.net",
                    "java.nio",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "sun.nio.ch",
                    "sun.nio.cs",
                    "sun.security.action",
                    "sun.util.calendar");

    private Spark() {}

    /** Starts it, unless its jars cannot be had: then says so. */
    static Optional<Asked> start(Path directory, int heap) throws IOException {
        Path project = Repository.root().resolve("lab-compute-storm/src/bench/spark");
        Optional<String> jars = jars(project);
        if (jars.isEmpty()) {
            return Optional.empty();
        }
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.add("-Xmx" + heap + "m");
        for (String name : PACKAGES) {
            command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
        }
        command.addAll(List.of("-cp", jars.get()));
        command.add(project.resolve("SparkCase.java").toString());
        command.addAll(List.of(directory.toString(), Contestant.SQL));
        return Optional.of(
                Asked.program("Spark SQL " + version(jars.get()) + " local[2]", command));
    }

    /** By the name of the jar that runs. */
    private static String version(String jars) {
        Matcher jar = Pattern.compile("spark-sql_[\\d.]+-([\\d.]+)\\.jar").matcher(jars);
        return jar.find() ? jar.group(1) : "of an unknown version";
    }

    private static Optional<String> jars(Path project) throws IOException {
        Path list = Files.createTempFile("lab-spark-", ".classpath");
        try {
            Process maven =
                    new ProcessBuilder(
                                    "mvn",
                                    "-q",
                                    "-B",
                                    "-f",
                                    project.resolve("pom.xml").toString(),
                                    "dependency:build-classpath",
                                    "-Dmdep.outputFile=" + list)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (maven.waitFor() != 0) {
                System.err.println("Spark's jars cannot be had here: it does not take part");
                return Optional.empty();
            }
            return Optional.of(Files.readString(list).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Maven ran", e);
        } finally {
            Files.delete(list);
        }
    }
}
