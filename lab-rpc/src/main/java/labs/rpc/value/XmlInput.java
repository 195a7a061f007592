package labs.rpc.value;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.CharConversionException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;
import org.codehaus.stax2.io.Stax2ByteArraySource;

/**
 * A cursor that stands on one tag of a document after the other: a start tag, with a {@link #name},
 * or an end tag, without. Comments and processing instructions are passed over; CDATA and character
 * references are text like any other; a DOCTYPE is refused, and without one there is no entity to
 * expand and no file to fetch. Not thread-safe.
 */
public final class XmlInput {
    // Named outright: the lookup by service loader searches the classpath for every document, and
    // lets whoever adds a
    // jar choose the parser that meets hostile input.
    private static final XMLInputFactory FACTORY = secureFactory();
    private static final String EXTENSIONS = "http://ws.apache.org/xmlrpc/namespaces/extensions";

    private final byte[] buffer;
    private final int offset;
    private final int length;
    private PlainTags plain; // null once the document turned out to be an unusual one
    private XMLStreamReader2 reader; // null until then
    private int steps; // tags on which the cursor stood so far

    private XmlInput(byte[] buffer, int offset, int length, PlainTags plain) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.plain = plain;
    }

    /**
     * Opens the document and stands on the start tag of its root. @throws NotWellFormedException if
     * it has none
     */
    public static XmlInput of(byte[] document) {
        return of(document, 0, document.length);
    }

    /** As {@link #of(byte[])}, for a part of an array. */
    public static XmlInput of(byte[] buffer, int offset, int length) {
        return of(buffer, offset, length, PlainTags.of(buffer, offset, length));
    }

    /** As {@link #of(byte[])}, with the parser alone. */
    static XmlInput parsed(byte[] document) {
        return of(document, 0, document.length, null);
    }

    private static XmlInput of(byte[] buffer, int offset, int length, PlainTags plain) {
        XmlInput in = new XmlInput(buffer, offset, length, plain);
        if (plain == null) {
            in.parse();
        } else {
            requireCharacters("UTF-8", buffer, offset, length);
        }
        in.nextTag();
        return in;
    }

    /** Goes the way so far once more, with the parser. */
    private void parse() {
        plain = null;
        try {
            var source = new Stax2ByteArraySource(buffer, offset, length);
            reader = (XMLStreamReader2) FACTORY.createXMLStreamReader(source);
        } catch (XMLStreamException e) {
            throw notWellFormed(e);
        }
        requireCharacters(reader.getEncoding(), buffer, offset, length);
        for (int i = 0; i < steps; i++) {
            parsedText();
        }
    }

    private static void requireCharacters(String encoding, byte[] buffer, int offset, int length) {
        try {
            Encodings.require(encoding, buffer, offset, length);
        } catch (CharConversionException e) {
            throw new NotWellFormedException("not well-formed: " + e.getMessage(), e);
        }
    }

    /** A second cursor, at the beginning of the same document. */
    public XmlInput again() {
        return of(buffer, offset, length);
    }

    /**
     * The name of the element on whose start tag the cursor stands; null on an end tag and at the
     * end.
     */
    public String name() {
        if (plain != null) {
            return plain.name();
        }
        return reader.isStartElement() ? reader.getLocalName() : null;
    }

    /** Is that name one of the types that Apache XML-RPC added, in its own namespace? */
    boolean isExtension() {
        return plain == null
                && reader.isStartElement()
                && EXTENSIONS.equals(reader.getNamespaceURI());
    }

    /** Does the cursor stand behind the root? */
    public boolean atEnd() {
        return plain != null
                ? plain.atEnd()
                : reader.getEventType() == XMLStreamConstants.END_DOCUMENT;
    }

    /** Does the cursor stand on this start tag? */
    public boolean at(String name) {
        return name.equals(name());
    }

    /** Demands that the cursor stands on this start tag, and goes to the tag after it. */
    public void enter(String name) {
        require(name);
        nextTag();
    }

    /** Demands that the cursor stands on an end tag, and goes to the tag after it. */
    public void leave() {
        if (name() != null || atEnd()) {
            throw new BadValueException("expected an end tag but found " + where());
        }
        nextTag();
    }

    /**
     * Demands an element of this name with nothing but text in it, returns the text and goes to the
     * tag after it.
     */
    public String text(String name) {
        require(name);
        String text = textToNextTag();
        leave();
        return text;
    }

    /** Demands that the root was left and nothing follows it. */
    public void end() {
        if (!atEnd()) {
            throw new BadValueException("expected the end of the document but found " + where());
        }
    }

    /**
     * Goes to the next tag, or to the end of the document, and returns all the text on the way,
     * exactly as it stands.
     *
     * @throws NotWellFormedException if this is no XML, or holds a DOCTYPE or an entity reference
     */
    public String textToNextTag() {
        if (plain != null && plain.next()) {
            steps++;
            return plain.text();
        } else if (plain != null) {
            parse();
        }
        return parsedText();
    }

    /** As {@link #textToNextTag}, by the parser. */
    private String parsedText() {
        // BEGIN SOLUTION
        try {
            String text = "";
            StringBuilder pieces = null; // only when there is a second one, which is rare
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT:
                    case XMLStreamConstants.END_ELEMENT:
                    case XMLStreamConstants.END_DOCUMENT:
                        return pieces == null ? text : pieces.toString();
                    case XMLStreamConstants.CHARACTERS:
                    case XMLStreamConstants.CDATA:
                    case XMLStreamConstants.SPACE:
                        // A comment or a CDATA section may split one text into several events.
                        if (text.isEmpty()) {
                            text = reader.getText();
                        } else {
                            pieces = pieces == null ? new StringBuilder(text) : pieces;
                            pieces.append(reader.getText());
                        }
                        break;
                    case XMLStreamConstants.COMMENT:
                    case XMLStreamConstants.PROCESSING_INSTRUCTION:
                        break;
                    default:
                        throw new NotWellFormedException("no DOCTYPE or entity may stand here");
                }
            }
        } catch (XMLStreamException e) {
            throw notWellFormed(e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    private void nextTag() {
        if (plain != null && plain.next()) {
            steps++;
            if (plain.isBlank() || plain.text().isBlank()) {
                return; // nearly always; and no string for it
            }
            throw new BadValueException("text where only tags may stand, before " + where());
        } else if (plain != null) {
            parse();
        }
        if (!parsedText().isBlank()) {
            throw new BadValueException("text where only tags may stand, before " + where());
        }
    }

    private void require(String name) {
        if (!at(name)) {
            throw new BadValueException("expected <" + name + "> but found " + where());
        }
    }

    /** The tag on which the cursor stands, for a message. */
    String where() {
        if (name() != null) {
            return "<" + name() + ">";
        } else if (atEnd()) {
            return "the end of the document";
        }
        return "</" + (plain != null ? plain.closed() : reader.getLocalName()) + ">";
    }

    private static NotWellFormedException notWellFormed(XMLStreamException e) {
        return new NotWellFormedException("not well-formed: " + e.getMessage(), e);
    }

    private static XMLInputFactory secureFactory() {
        WstxInputFactory factory = new WstxInputFactory();
        // BEGIN SOLUTION
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // Lazily, it would find an error in a text only when we ask for the text, and then throw an
        // unchecked exception.
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        // XML-RPC has no attributes: a tag with a hundred thousand of them can only be an attack on
        // a hash table.
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 16);
        // END SOLUTION
        // STUB: // TODO rpc-1: which properties keep a hostile document harmless?
        return factory;
    }
}
