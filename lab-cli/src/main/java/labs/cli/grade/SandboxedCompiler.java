package labs.cli.grade;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import labs.cli.run.ClassPath;
import labs.cli.run.CompileError;
import labs.cli.run.Compiler;
import labs.cli.run.Confined;
import labs.cli.run.Limits;
import labs.cli.run.Programs;
import labs.cli.run.Sandbox;

/**
 * Runs javac on sources that are not trusted: in a process of its own, in the sandbox, without
 * annotation processors, under limits, since there are programs that make a compiler hang.
 */
record SandboxedCompiler(Sandbox sandbox, ClassPath classPath) {
    private static final Pattern ERROR =
            Pattern.compile(
                    "^(.+\\.java):(\\d+): error: (.*)(?:\\R(?!/).*\\R *\\^\\R  symbol: *(.*))?",
                    Pattern.MULTILINE);
    private static final long MIB = 1024 * 1024;
    private static final Limits LIMITS =
            new Limits(Duration.ofSeconds(40), 1536 * MIB, 200, 64 * MIB);

    /**
     * Compiles all below {@code sources} into {@code output}; no errors means that it succeeded.
     */
    List<CompileError> compile(Path sources, Path output) {
        var said = new StringBuilder();
        var readable = new ArrayList<>(classPath.entries());
        readable.add(sources);
        var confined = new Confined(sandbox, readable, List.of(output), LIMITS);
        Path arguments = writeArguments(sources, output);
        Confined.Exit exit =
                confined.run(temporary -> command(arguments), "", in -> said.append(text(in)));
        List<CompileError> errors = errors(said + "\n" + exit.log());
        if (exit.code() == 0 && errors.isEmpty()) {
            return List.of();
        }
        return errors.isEmpty() ? List.of(noVerdict(exit)) : errors;
    }

    private List<String> command(Path arguments) {
        return List.of(
                Programs.javaHome().resolve("bin/java").toString(),
                "-Xmx512m",
                "-Xss4m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Duser.language=en",
                "-m",
                "jdk.compiler/com.sun.tools.javac.Main",
                "@" + arguments);
    }

    private Path writeArguments(Path sources, Path output) {
        var arguments = new ArrayList<>(List.of("--release", "17", "-parameters", "-proc:none"));
        arguments.addAll(List.of("-nowarn", "-g", "-implicit:none", "-encoding", "UTF-8"));
        arguments.addAll(List.of("-Xmaxerrs", "100", "-d", quote(output)));
        arguments.addAll(List.of("-cp", "\"" + classPath + "\""));
        Compiler.javaFiles(sources).forEach(file -> arguments.add(quote(file)));
        try {
            Path file = sources.resolve("javac.arguments");
            return Files.writeString(file, String.join("\n", arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quote(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\") + "\"";
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readNBytes(256 * 1024), StandardCharsets.UTF_8);
    }

    private static List<CompileError> errors(String said) {
        return ERROR.matcher(said).results().map(SandboxedCompiler::error).toList();
    }

    private static CompileError error(MatchResult found) {
        String symbol = found.group(4) == null ? "" : ": " + found.group(4);
        return new CompileError(
                Path.of(found.group(1)), Long.parseLong(found.group(2)), found.group(3) + symbol);
    }

    private static CompileError noVerdict(Confined.Exit exit) {
        String why = exit.broken().map(limit -> limit.words()).orElse("ended with " + exit.code());
        return new CompileError(null, 0, "the compiler " + why);
    }
}
