package labs.cli.course;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import labs.cli.course.CourseMap.Entry;

/** A checkout of the course: the reference, or a student's copy of it. */
public final class Repository {
    /** Where a copy keeps what it knows of itself, from its root. */
    public static final Path COPY_FILE = Path.of(".lab", "copy.json");

    /** Where the reference keeps what was proved of it; no copy has it. */
    public static final Path PROOFS = Path.of("docs", "proofs.json");

    private final Path root;
    private CourseMap map; // read when first asked for; confined to the thread of the command

    private Repository(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** The repository at {@code root}, which holds a {@code course.yaml}. */
    public static Repository at(Path root) {
        return new Repository(root);
    }

    /**
     * The repository that {@code LAB_HOME} names, or else the nearest folder with a {@code
     * course.yaml} from {@code start} upward.
     *
     * @return empty when there is none
     */
    public static Optional<Repository> find(Path start, Map<String, String> environment) {
        String home = environment.getOrDefault("LAB_HOME", "");
        return home.isBlank() ? upward(start.toAbsolutePath()) : here(Path.of(home));
    }

    private static Optional<Repository> upward(Path start) {
        for (Path dir = start.normalize(); dir != null; dir = dir.getParent()) {
            if (here(dir).isPresent()) {
                return here(dir);
            }
        }
        return Optional.empty();
    }

    private static Optional<Repository> here(Path dir) {
        return Files.isRegularFile(dir.resolve(CourseMap.FILE))
                ? Optional.of(at(dir))
                : Optional.empty();
    }

    public Path root() {
        return root;
    }

    /** Whether this is a copy that {@code lab start} or {@code lab handout} wrote. */
    public boolean isCopy() {
        return Files.exists(root.resolve(COPY_FILE));
    }

    /** Every chapter of the course, those to come too. */
    public CourseMap map() {
        if (map == null) {
            map = CourseMap.read(root.resolve(CourseMap.FILE));
        }
        return map;
    }

    /** Whether the chapter's module lies here, with a manifest. */
    public boolean isOpen(Entry entry) {
        return entry.chapter().isPresent() && Files.exists(manifest(entry));
    }

    /** The open chapters, in the order of the course. */
    public List<Chapter> chapters() {
        return map().entries().stream().filter(this::isOpen).map(this::read).toList();
    }

    /** The open chapter of this name ({@code rpc}). */
    public Optional<Chapter> chapter(String name) {
        return map().entries().stream()
                .filter(entry -> entry.chapter().equals(Optional.of(name)))
                .filter(this::isOpen)
                .map(this::read)
                .findFirst();
    }

    /** The chapter that the module of {@code entry} holds. */
    public Chapter read(Entry entry) {
        // A copy holds no markers, and its student may do as they like with the files.
        return isCopy()
                ? ManifestReader.readCopy(manifest(entry))
                : ManifestReader.read(manifest(entry));
    }

    private Path manifest(Entry entry) {
        return root.resolve(entry.module()).resolve(ManifestReader.FILE);
    }
}
