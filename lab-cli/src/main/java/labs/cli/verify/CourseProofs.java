package labs.cli.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import labs.cli.copy.CopyWriter;
import labs.cli.copy.HandoutCheck;
import labs.cli.course.CourseMap.Entry;
import labs.cli.course.Repository;
import labs.cli.problem.CourseException;
import labs.cli.problem.Problems;
import labs.cli.run.Scratch;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The claims about the course as a whole. */
final class CourseProofs {
    private final Repository repository;

    CourseProofs(Repository repository) {
        this.repository = repository;
    }

    List<Proof> all() {
        return List.of(
                new Proof("course.yaml and the parent pom name the same chapters", this::modules),
                new Proof("a handout holds no solution", this::handout));
    }

    private Evidence modules() {
        Path pom = repository.root().resolve("pom.xml");
        Path map = repository.root().resolve("course.yaml");
        List<String> modules = modules(pom);
        Problems problems = new Problems();
        for (Entry entry : repository.map().entries()) {
            boolean here = Files.isDirectory(repository.root().resolve(entry.module()));
            if (entry.chapter().isPresent() && here && !modules.contains(entry.module())) {
                problems.add(map, entry.line(), "pom.xml has no module %s", entry.module());
            }
        }
        List<String> named = repository.map().entries().stream().map(Entry::module).toList();
        modules.stream()
                .filter(module -> Files.exists(repository.root().resolve(module + "/lab.yaml")))
                .filter(module -> !named.contains(module))
                .forEach(module -> problems.add(pom, 0, "course.yaml does not name %s", module));
        return Evidence.of(problems);
    }

    private static List<String> modules(Path pom) {
        try {
            NodeList found =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(pom.toFile())
                            .getElementsByTagName("module");
            return IntStream.range(0, found.getLength())
                    .mapToObj(i -> found.item(i).getTextContent().strip())
                    .toList();
        } catch (SAXException | ParserConfigurationException | IOException broken) {
            throw new CourseException(pom, 0, "cannot be read: " + broken.getMessage());
        }
    }

    private Evidence handout() {
        try (Scratch scratch = Scratch.create("lab-handout-")) {
            Problems problems = new Problems();
            new CopyWriter(repository).writeHandout(scratch.directory());
            new HandoutCheck(repository).check(scratch.directory(), problems);
            return Evidence.of(problems);
        }
    }
}
