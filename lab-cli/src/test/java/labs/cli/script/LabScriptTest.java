package labs.cli.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code lab} in a repository of its own, with programs that play java and mvn: what is
 * tested is when it builds, and what it hands on.
 */
class LabScriptTest {
    private static final String JAVA =
            """
            #!/bin/sh
            case "$*" in
              *-version*) echo "    java.specification.version = ${PLAYED_JAVA:-17}" >&2; exit 0 ;;
            esac
            for word; do last=$word; done
            [ "$last" = fails ] && exit 7
            while [ "$1" != labs.cli.Lab ]; do shift; done
            shift
            for word; do echo "[$word]"; done
            """;
    private static final String MVN =
            """
            #!/bin/sh
            echo "$*" >> "$BUILDS"
            [ -z "$PLAYED_MVN_FAILS" ] || { echo "ERROR: it is broken"; exit 1; }
            mkdir -p "$ROOT/lab-cli/target"
            echo "$ROOT/a.jar" > "$ROOT/lab-cli/target/main.classpath"
            """;

    private static final List<String> CORE_TOOLS =
            List.of("bash", "dirname", "readlink", "find", "sed", "mkdir", "cat", "rm", "sleep");

    @TempDir Path dir;
    private final Map<String, String> played = new TreeMap<>();
    private Path root;
    private Path builds;

    private record Ran(int code, String out) {}

    @BeforeEach
    void writeRepository() throws IOException {
        root = Files.createDirectories(dir.resolve("the labs")).toRealPath();
        builds = dir.resolve("builds.log");
        for (String module : List.of("lab-cli", "lab-runner")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.writeString(root.resolve("a.jar"), "");
        Files.copy(script(), root.resolve("lab"), StandardCopyOption.COPY_ATTRIBUTES);
        program("java", JAVA);
        program("mvn", MVN);
    }

    private static Path script() {
        Path here = Path.of("").toAbsolutePath(); // the module, as Maven and IDEs start tests
        Path beside = here.resolve("lab");
        return Files.exists(beside) ? beside : here.getParent().resolve("lab");
    }

    private void program(String name, String text) throws IOException {
        Path program = dir.resolve("bin").resolve(name);
        Files.createDirectories(program.getParent());
        Files.writeString(program, text);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void shouldBuildOnceAndHandOnTheArgumentsAsTheyAre() throws Exception {
        Ran first = run(root.resolve("lab"), "run", "a b", "--x='y'", "");

        assertThat(first.out()).isEqualTo("building lab…\n[run]\n[a b]\n[--x='y']\n[]\n");
        assertThat(run(root.resolve("lab"), "list").out()).isEqualTo("[list]\n");
        assertThat(builds()).hasSize(1).first().asString().contains("-pl lab-cli -am", "compile");
    }

    @Test
    void shouldBuildAgainOnlyWhenASourceHasChanged() throws Exception {
        run(root.resolve("lab"));
        Path source = Files.writeString(root.resolve("lab-cli/src/main/java/A.java"), "class A {}");
        touch(source);

        assertThat(run(root.resolve("lab")).out()).contains("building lab…");

        touch(Files.createDirectories(root.resolve("lab-rpc")));
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.EPOCH));
        assertThat(run(root.resolve("lab")).out()).isEmpty();
    }

    @Test
    void shouldBuildAgainWhenALibraryIsGone() throws Exception {
        run(root.resolve("lab"));
        Files.delete(root.resolve("a.jar"));

        assertThat(run(root.resolve("lab")).out()).contains("building lab…");
    }

    @Test
    void shouldFindItselfThroughLinks() throws Exception {
        Path links = Files.createDirectories(dir.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), root.resolve("lab"));
        Path second = Files.createSymbolicLink(links.resolve("lab"), Path.of("first"));

        assertThat(run(second, "list").out()).contains("[list]");
    }

    @Test
    void shouldHandOnTheExitCode() throws Exception {
        assertThat(run(root.resolve("lab"), "fails").code()).isEqualTo(7);
    }

    @Test
    void shouldLetTwoStartsAtOnceBuildOnce() throws Exception {
        Process one = start(root.resolve("lab"), "one");
        Process two = start(root.resolve("lab"), "two");

        assertThat(ran(one).out()).contains("[one]");
        assertThat(ran(two).out()).contains("[two]");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void shouldShowWhyItDoesNotBuildAndTryAgainNextTime() throws Exception {
        played.put("PLAYED_MVN_FAILS", "yes");
        Ran broken = run(root.resolve("lab"), "list");
        assertThat(broken.code()).isEqualTo(4);
        assertThat(broken.out()).contains("ERROR: it is broken", "lab-cli does not build");

        played.clear();
        assertThat(run(root.resolve("lab"), "list").out()).contains("[list]");
    }

    @Test
    void shouldSayThatTheJdkIsTooOld() throws Exception {
        played.put("PLAYED_JAVA", "11");

        Ran old = run(root.resolve("lab"), "list");

        assertThat(old.code()).isEqualTo(4);
        assertThat(old.out()).contains("is Java 11", "JDK 17 or newer", "JAVA_HOME");
    }

    @Test
    void shouldSayThatMavenIsMissing() throws Exception {
        Files.delete(dir.resolve("bin/mvn"));
        played.put("PATH", dir.resolve("bin") + ":" + coreTools());

        Ran missing = run(root.resolve("lab"), "list");

        assertThat(missing.code()).isEqualTo(4);
        assertThat(missing.out()).contains("no mvn on the PATH", "Maven 3.8");
    }

    /** A folder with what the script needs, and surely no Maven. */
    private Path coreTools() throws IOException {
        for (String name : CORE_TOOLS) {
            Path found =
                    Stream.of("/usr/bin/" + name, "/bin/" + name)
                            .map(Path::of)
                            .filter(Files::exists)
                            .findFirst()
                            .orElseThrow();
            program("../tools/" + name, "#!/bin/sh\nexec %s \"$@\"\n".formatted(found));
        }
        return dir.resolve("tools");
    }

    private void touch(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(5)));
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(builds);
    }

    private Ran run(Path script, String... arguments) throws Exception {
        return ran(start(script, arguments));
    }

    private Process start(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.put("PATH", dir.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("BUILDS", builds.toString());
        environment.put("ROOT", root.toString());
        environment.putAll(played);
        return builder.start();
    }

    private static Ran ran(Process process) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ran(process.waitFor(), out);
    }
}
