package labs.rpc.message;

import static labs.rpc.value.XmlOutput.ascii;

import java.io.CharConversionException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiFunction;
import javax.xml.stream.XMLStreamException;
import labs.rpc.value.BadValueException;
import labs.rpc.value.DateReader;
import labs.rpc.value.NotWellFormedException;
import labs.rpc.value.ValueReader;
import labs.rpc.value.ValueWriter;
import labs.rpc.value.XmlInput;
import labs.rpc.value.XmlOutput;

/** Calls and responses to bytes (UTF-8) and back. Thread-safe. */
public final class MessageCodec {
    private static final byte[] CALL =
            ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodCall><methodName>");
    private static final byte[] PARAMS = ascii("</methodName><params>");
    private static final byte[] PARAM = ascii("<param>");
    private static final byte[] PARAM_END = ascii("</param>");
    private static final byte[] CALL_END = ascii("</params></methodCall>\n");
    private static final byte[] SUCCESS =
            ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodResponse><params><param>");
    private static final byte[] SUCCESS_END = ascii("</param></params></methodResponse>\n");
    private static final byte[] FAULT =
            ascii("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<methodResponse><fault>");
    private static final byte[] FAULT_END = ascii("</fault></methodResponse>\n");

    private MessageCodec() {}

    /**
     * The document of a call.
     *
     * @throws BadValueException if the name is none of XML-RPC, or a parameter cannot be carried
     */
    public static byte[] encode(MethodCall call) {
        // BEGIN SOLUTION
        requireMethodName(call.method());
        XmlOutput out = new XmlOutput().markup(CALL).text(call.method()).markup(PARAMS);
        ValueWriter values = new ValueWriter(out);
        for (Object param : call.params()) {
            out.markup(PARAM);
            values.write(param);
            out.markup(PARAM_END);
        }
        return out.markup(CALL_END).toByteArray();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    /**
     * The document of a response.
     *
     * @throws BadValueException if the value cannot be carried
     */
    public static byte[] encode(MethodResponse response) {
        // BEGIN SOLUTION
        XmlOutput out = new XmlOutput();
        ValueWriter values = new ValueWriter(out);
        if (response instanceof MethodResponse.Fault fault) {
            out.markup(FAULT);
            values.write(FaultStruct.of(fault.code(), fault.message()));
            out.markup(FAULT_END);
        } else {
            out.markup(SUCCESS);
            values.write(((MethodResponse.Success) response).value());
            out.markup(SUCCESS_END);
        }
        return out.toByteArray();
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    /**
     * Reads a call.
     *
     * @throws BadMessageException if the document is no call
     */
    public static MethodCall decodeCall(byte[] document) {
        return decodeCall(document, DateReader.LENIENT);
    }

    /** As {@link #decodeCall(byte[])}, with dates read by this reader. */
    public static MethodCall decodeCall(byte[] document, DateReader dates) {
        return decode(document, 0, document.length, dates, MessageCodec::readCall);
    }

    /** As {@link #decodeCall(byte[])}, for a part of an array. */
    public static MethodCall decodeCall(byte[] buffer, int offset, int length) {
        return decode(buffer, offset, length, DateReader.LENIENT, MessageCodec::readCall);
    }

    /**
     * Reads a response. Whatever stands in a {@code <fault>}, it is one; see {@link FaultStruct}. A
     * response without a value is a success with null.
     *
     * @throws BadMessageException if the document is no response
     */
    public static MethodResponse decodeResponse(byte[] document) {
        return decodeResponse(document, DateReader.LENIENT);
    }

    /** As {@link #decodeResponse(byte[])}, with dates read by this reader. */
    public static MethodResponse decodeResponse(byte[] document, DateReader dates) {
        return decode(document, 0, document.length, dates, MessageCodec::readResponse);
    }

    /** As {@link #decodeResponse(byte[])}, for a part of an array. */
    public static MethodResponse decodeResponse(byte[] buffer, int offset, int length) {
        return decode(buffer, offset, length, DateReader.LENIENT, MessageCodec::readResponse);
    }

    private static <T> T decode(
            byte[] buffer,
            int offset,
            int length,
            DateReader dates,
            BiFunction<XmlInput, ValueReader, T> reader) {
        // BEGIN SOLUTION
        try {
            XmlInput in = XmlInput.of(buffer, offset, length);
            T message = reader.apply(in, new ValueReader(in, dates));
            in.end(); // garbage behind the root makes the whole document one that is not
            // well-formed
            return message;
        } catch (NotWellFormedException e) {
            throw new BadMessageException(codeOf(e), e.getMessage(), e);
        } catch (BadValueException e) {
            throw new BadMessageException(FaultCode.INVALID_XML_RPC, e.getMessage(), e);
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    private static MethodCall readCall(XmlInput in, ValueReader values) {
        // BEGIN SOLUTION
        in.enter("methodCall");
        String method = in.text("methodName").strip();
        requireMethodName(method);
        List<Object> params = new ArrayList<>();
        if (in.at("params")) { // a call without parameters may leave it out
            in.enter("params");
            while (in.at("param")) {
                in.enter("param");
                params.add(values.read());
                in.leave();
            }
            in.leave();
        }
        in.leave();
        return new MethodCall(method, params);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    private static MethodResponse readResponse(XmlInput in, ValueReader values) {
        // BEGIN SOLUTION
        in.enter("methodResponse");
        if (in.at("fault")) {
            return readFault(in, values);
        }
        in.enter("params");
        MethodResponse response = new MethodResponse.Success(readResult(in, values));
        in.leave();
        in.leave();
        return response;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    // BEGIN SOLUTION
    /** Null where there is none: so some servers answer for a method without a result. */
    private static Object readResult(XmlInput in, ValueReader values) {
        if (!in.at("param")) {
            return null;
        }
        in.enter("param");
        Object value = in.at("value") ? values.read() : null;
        in.leave();
        return value;
    }

    private static MethodResponse readFault(XmlInput in, ValueReader values) {
        try {
            in.enter("fault");
            Object fault = in.at("struct") ? values.readBare() : values.read();
            in.leave();
            in.leave();
            return FaultStruct.read(fault);
        } catch (NotWellFormedException e) {
            throw e;
        } catch (BadValueException e) {
            words(in); // to the end, for it may still turn out to be no XML
            String text = words(in.again()) + " (a fault that makes no sense: " + e.getMessage();
            return new MethodResponse.Fault(FaultCode.UNREADABLE, text + ")");
        }
    }

    /** All text from here to the end of the document. */
    private static String words(XmlInput in) {
        StringJoiner words = new StringJoiner(" ");
        while (!in.atEnd()) {
            String text = in.textToNextTag().strip();
            if (!text.isEmpty()) {
                words.add(text);
            }
        }
        return words.toString();
    }

    private static int codeOf(NotWellFormedException e) {
        if (e.getMessage().contains("Unsupported encoding")) { // the parser says it in words only
            return FaultCode.UNSUPPORTED_ENCODING;
        }
        Throwable cause =
                e.getCause() instanceof XMLStreamException x
                        ? x.getNestedException()
                        : e.getCause();
        return cause instanceof CharConversionException
                ? FaultCode.INVALID_CHARACTER
                : FaultCode.NOT_WELL_FORMED;
    }

    private static void requireMethodName(String name) {
        boolean good = !name.isEmpty() && name.chars().allMatch(MessageCodec::mayStandInAName);
        if (!good) {
            throw new BadValueException("the name of a method is made of A-Z a-z 0-9 _ . : / -");
        }
    }

    private static boolean mayStandInAName(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_.:/-".indexOf(c) >= 0;
    }
    // END SOLUTION
}
