package labs.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A JVM that has a server and a directory for it, until it is killed. */
final class Holder implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final long server;

    private Holder(Process process, Path directory, long server) {
        this.process = process;
        this.directory = directory;
        this.server = server;
    }

    static Holder start(Path folder, String... flags) throws IOException {
        List<String> command =
                ChildJvm.command(
                        ChildJvm.SHORT_LIVED,
                        Holder.class.getName(),
                        List.of(folder.toString(), String.join(" ", flags)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader();
        Path directory = Path.of(output.readLine());
        return new Holder(process, directory, Long.parseLong(output.readLine()));
    }

    /**
     * @param arguments the folder, and {@code pause} if the server is to be paused
     */
    public static void main(String[] arguments) throws Exception {
        WorkDirectory directory = WorkDirectory.create(Path.of(arguments[0]), "held");
        var server = new ServerProcess("sleeper", directory.path().resolve("server.log"));
        server.start(List.of("sh", "-c", "sleep 3600 & wait"));
        if (arguments[1].equals("pause")) {
            server.pause();
        }
        System.out.println(directory.path());
        System.out.println(server.pid());
        Thread.sleep(Long.MAX_VALUE);
    }

    Path directory() {
        return directory;
    }

    /** The process number of its server. */
    long server() {
        return server;
    }

    /** {@code kill -9}, to it alone. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
