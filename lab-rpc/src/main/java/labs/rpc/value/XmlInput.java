package labs.rpc.value;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A cursor that stands on one tag of a document after the other: a start tag with a {@link #name} or an end tag.
 * Comments are passed over; CDATA and character references are text like any other; a DOCTYPE is refused, and without
 * one there is no entity to expand and no file to fetch. Not thread-safe.
 */
public final class XmlInput {
    // Named outright: the lookup by service loader costs a search of the classpath for every document, and lets
    // whoever adds a jar choose the parser that meets hostile input.
    private static final XMLInputFactory FACTORY = secureFactory();

    private final XMLStreamReader reader;

    private XmlInput(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Opens the document and stands on the start tag of its root. @throws NotWellFormedException if there is none */
    public static XmlInput of(byte[] document) {
        return of(document, 0, document.length);
    }

    /** As {@link #of(byte[])}, for a part of an array. */
    public static XmlInput of(byte[] buffer, int offset, int length) {
        try {
            var bytes = new org.codehaus.stax2.io.Stax2ByteArraySource(buffer, offset, length);
            XmlInput in = new XmlInput(FACTORY.createXMLStreamReader(bytes));
            in.nextTag();
            return in;
        } catch (XMLStreamException e) {
            throw notWellFormed(e);
        }
    }

    /** The name of the element whose start tag the cursor stands on, or null on an end tag. */
    public String name() {
        return reader.isStartElement() ? reader.getLocalName() : null;
    }

    /** Does the cursor stand on this start tag? */
    public boolean at(String name) {
        return name.equals(name());
    }

    /** Demands that the cursor stands on this start tag, and goes to the tag after it. */
    public void enter(String name) {
        if (!at(name)) {
            throw new BadValueException("expected <" + name + "> but found " + describe());
        }
        nextTag();
    }

    /** Demands that the cursor stands on the end of the current element, and goes to the tag after it. */
    public void leave() {
        if (!reader.isEndElement()) {
            throw new BadValueException("expected an end tag but found " + describe());
        }
        nextTag();
    }

    /** Goes to the next tag. @throws BadValueException if there is text on the way that is more than white space */
    public void nextTag() {
        if (!textToNextTag().isBlank()) {
            throw new BadValueException("text where only tags may stand, before " + describe());
        }
    }

    /** The text of the current element, exactly as it stands; the cursor goes to its end tag. */
    public String elementText() {
        String text = textToNextTag();
        if (reader.isStartElement()) {
            throw new BadValueException("text expected, but found " + describe());
        }
        return text;
    }

    /** Goes to the next tag, or to the end of the document, and returns all the text on the way. */
    public String textToNextTag() {
        // BEGIN SOLUTION
        try {
            String text = "";
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT:
                    case XMLStreamConstants.END_ELEMENT:
                    case XMLStreamConstants.END_DOCUMENT:
                        return text;
                    case XMLStreamConstants.CHARACTERS:
                    case XMLStreamConstants.CDATA:
                    case XMLStreamConstants.SPACE:
                        text = text.isEmpty() ? reader.getText() : text.concat(reader.getText());
                        break;
                    case XMLStreamConstants.COMMENT:
                        break;
                    default:
                        throw new NotWellFormedException("no DOCTYPE, entity or processing instruction may stand here");
                }
            }
        } catch (XMLStreamException e) {
            throw notWellFormed(e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    private String describe() {
        return reader.isStartElement() ? "<" + name() + ">" : reader.isEndElement() ? "</" + reader.getLocalName() + ">" : "the end";
    }

    private static NotWellFormedException notWellFormed(XMLStreamException e) {
        return new NotWellFormedException("not well-formed XML: " + e.getMessage(), e);
    }

    private static XMLInputFactory secureFactory() {
        // BEGIN SOLUTION
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 16);
        return factory;
        // END SOLUTION
        // STUB: return new WstxInputFactory();
    }
}
