package labs.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.xml.sax.SAXException;

/** Reads one property of a pom file, as it is written there. */
final class PomProperty {
    private PomProperty() {}

    static Optional<String> read(Path pom, String name) {
        try {
            var document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            String path = "/project/properties/*[local-name()='" + name + "']";
            String value = XPathFactory.newInstance().newXPath().evaluate(path, document);
            return value.isBlank() ? Optional.empty() : Optional.of(value.strip());
        } catch (IOException
                | SAXException
                | ParserConfigurationException
                | XPathExpressionException e) {
            throw new BuildException("cannot read " + pom + ": " + e.getMessage());
        }
    }
}
