package labs.cli.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import labs.cli.run.FileTree;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a compiler sees of a class when it compiles others: its head, and of its members all but the
 * private ones, with the values of constants, which it copies. While these are the same, the others
 * need not be compiled again.
 */
final class VisibleParts extends ClassVisitor {
    private static final int UNSEEN = Opcodes.ACC_PRIVATE | Opcodes.ACC_SYNTHETIC;

    private final List<String> parts = new ArrayList<>();
    private String name;
    private boolean local; // or anonymous: nobody outside of its method can name it

    private VisibleParts() {
        super(Opcodes.ASM9);
    }

    /**
     * Whether all classes in {@code some} look as those of their names in {@code all} do, and of
     * their source files none is missing.
     */
    static boolean areTheSame(Path some, Path all) {
        for (Path file : FileTree.files(some)) {
            Path counterpart = all.resolve(some.relativize(file).toString());
            if (!of(file).equals(of(counterpart))) {
                return false;
            }
            String nested = file.getFileName().toString().replace(".class", "$");
            for (Path one : filesBeginning(nested, counterpart.getParent())) {
                if (!Files.exists(file.resolveSibling(one.getFileName())) && !of(one).isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Path> filesBeginning(String beginning, Path directory) {
        return FileTree.files(directory).stream()
                .filter(file -> file.getParent().equals(directory))
                .filter(file -> file.getFileName().toString().startsWith(beginning))
                .toList();
    }

    /** Nothing of a class that is not there, or that nobody can name. */
    private static List<String> of(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        var visible = new VisibleParts();
        try {
            new ClassReader(Files.readAllBytes(file))
                    .accept(visible, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return visible.local ? List.of() : visible.parts;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            String signature,
            String superName,
            String[] interfaces) {
        this.name = name;
        add(access, name, signature, superName, Arrays.toString(interfaces));
    }

    @Override
    public void visitOuterClass(String owner, String method, String descriptor) {
        local = true;
    }

    @Override
    public void visitInnerClass(String inner, String outer, String simpleName, int access) {
        if (inner.equals(name)) {
            add(access, "nested in", outer);
        }
    }

    @Override
    public void visitPermittedSubclass(String subclass) {
        add(0, "permits", subclass);
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, String signature, Object value) {
        if ((access & UNSEEN) == 0) {
            add(access, name, descriptor, signature, value);
        }
        return null;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        if ((access & UNSEEN) == 0 && !name.equals("<clinit>")) {
            add(access, name, descriptor, signature, Arrays.toString(exceptions));
        }
        return null;
    }

    private void add(int access, Object... what) {
        parts.add(access + " " + Arrays.toString(what));
    }
}
