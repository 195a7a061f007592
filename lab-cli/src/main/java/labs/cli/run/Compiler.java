package labs.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles trusted sources in this JVM, which is warm on the second time. Thread-safe.
 *
 * @param classPath what the sources stand on
 */
public record Compiler(ClassPath classPath) {
    private static final List<String> OPTIONS =
            List.of("--release", "17", "-parameters", "-proc:none", "-nowarn", "-g");

    /** Compiles the trees below {@code sources} into {@code output}; returns the errors. */
    public List<CompileError> compile(List<Path> sources, Path output) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        var diagnostics = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager files =
                javac.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            Files.createDirectories(output);
            var options =
                    Stream.concat(
                                    OPTIONS.stream(),
                                    Stream.of("-d", output.toString(), "-cp", classPath.toString()))
                            .toList();
            List<Path> javaFiles = sources.stream().flatMap(Compiler::javaFiles).toList();
            if (!javaFiles.isEmpty()) {
                javac.getTask(
                                null,
                                files,
                                diagnostics,
                                options,
                                null,
                                files.getJavaFileObjectsFromPaths(javaFiles))
                        .call();
            }
            return diagnostics.getDiagnostics().stream()
                    .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
                    .map(Compiler::error)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write class files to " + output, e);
        }
    }

    /** The Java files below a directory, in a fixed order; none when it doesn't exist. */
    public static Stream<Path> javaFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Stream.of();
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(".java")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private static CompileError error(Diagnostic<? extends JavaFileObject> found) {
        Path file = found.getSource() == null ? null : Path.of(found.getSource().toUri());
        return new CompileError(
                file, Math.max(0, found.getLineNumber()), found.getMessage(Locale.ENGLISH));
    }
}
