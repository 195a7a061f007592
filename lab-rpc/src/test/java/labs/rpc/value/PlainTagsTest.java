package labs.rpc.value;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short cut must see in every document what the parser sees. */
@Timeout(60)
class PlainTagsTest {
    private static final String DOCUMENT =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodCall><methodName>a.b</methodName>\r\n"
                    + "<params><param><value><struct><member><name>ä</name><value>x y\r\nz</value>"
                    + "</member></struct></value></param><param><value><array><data/></array></value>"
                    + "</param>\t<param><value><nil/></value></param></params></methodCall>\n";
    private static final List<String> PIECES =
            List.of(
                    "<",
                    ">",
                    "/",
                    "</",
                    "/>",
                    "&",
                    "&lt;",
                    "&amp;lt;",
                    "&apos;&quot;&gt;",
                    "&#13;",
                    "&#60;",
                    "&amp",
                    "]]>",
                    "]",
                    "<!-- c -->",
                    "<?pi?>",
                    "<![CDATA[",
                    "<!DOCTYPE a>",
                    " ",
                    "\r",
                    "\0",
                    "€",
                    "\ufffe",
                    "\ufeff",
                    "<value>",
                    "</value>",
                    "<name/>",
                    "<x>",
                    "<ex:nil/>",
                    " a='1'",
                    "\u3000",
                    "?>",
                    "<?xml");

    @Test
    void shouldSeeWhatTheParserSees() {
        long seed = Long.getLong("lab.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] document = mutated(random);
            String text = new String(document, StandardCharsets.ISO_8859_1);
            assertThat(tags(document, false))
                    .as("-Dlab.seed=%d, document %d: %s", seed, i, text)
                    .isEqualTo(tags(document, true));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<value/>",
                "<value/> ",
                "<value></value><value/>",
                "<value></name>",
                "</value>",
                "<value",
                "<value/",
                "<value>",
                "<>",
                "< value/>",
                "<value />",
                "<value//>",
                "</value/>",
                "x<value/>",
                "<value/>x",
                "",
                "<",
                "<?xml version=\"1.0\"?>",
                "<?xml version=\"1.0\"?><value>]]></value>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><value>\r</value>",
                "<?xml version=\"1.1\"?><value>&#1;</value>"
            })
    void shouldSeeWhatTheParserSeesAtTheEdges(String document) {
        assertThat(tags(document.getBytes(UTF_8), false))
                .isEqualTo(tags(document.getBytes(UTF_8), true));
    }

    /** All that a reader can see of the document, and the kind of failure that ends it. */
    private static List<String> tags(byte[] document, boolean parsed) {
        List<String> seen = new ArrayList<>();
        try {
            XmlInput in = parsed ? XmlInput.parsed(document) : XmlInput.of(document);
            seen.add(in.where());
            while (!in.atEnd()) {
                seen.add(in.textToNextTag());
                seen.add(in.where() + in.name() + in.isExtension());
            }
            in.end();
        } catch (NotWellFormedException e) {
            return List.of("no XML"); // the parser reads ahead, and may see it some tags earlier
        } catch (BadValueException e) {
            seen.add(e.getClass().getSimpleName());
        }
        return seen;
    }

    private static byte[] mutated(Random random) {
        StringBuilder document = new StringBuilder(DOCUMENT);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(document.length());
            switch (random.nextInt(3)) {
                case 0 -> document.delete(at, Math.min(document.length(), at + random.nextInt(12)));
                case 1 -> document.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                default -> document.setLength(random.nextInt(20) == 0 ? at : document.length());
            }
            document.append(document.length() == 0 ? "<" : "");
        }
        byte[] bytes = document.toString().getBytes(UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
