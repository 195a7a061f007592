package labs.cluster.mariadb;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The MariaDB that this machine's package manager has installed. */
final class NativePackage implements Program.Source {
    private static final List<String> BASES = List.of("/usr", "/usr/local");

    private final Program program = find();

    private static Program find() {
        return BASES.stream()
                .map(Path::of)
                .flatMap(NativePackage::below)
                .filter(program -> Files.isExecutable(program.executable()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "there is no mariadbd on this machine. Install it"
                                                + " (Debian: apt-get install mariadb-server)"));
    }

    private static Stream<Program> below(Path base) {
        Path share =
                Stream.of("share/mariadb", "share/mysql")
                        .map(base::resolve)
                        .filter(directory -> Files.isDirectory(directory.resolve("charsets")))
                        .findFirst()
                        .orElse(base.resolve("share"));
        return Stream.of("sbin/mariadbd", "bin/mariadbd", "libexec/mariadbd")
                .map(name -> new Program(base.resolve(name), base, share));
    }

    /** Programs of other sizes are other versions, whose tables may differ. */
    @Override
    public String name() {
        return "native-" + Long.toHexString(program.executable().toFile().length());
    }

    @Override
    public void unpack(Path directory) {
        // It lies where the package manager has put it.
    }

    @Override
    public Program in(Path directory) {
        return program;
    }
}
