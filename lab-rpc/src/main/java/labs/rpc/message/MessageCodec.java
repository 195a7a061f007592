package labs.rpc.message;

import static labs.rpc.value.XmlOutput.ascii;

import java.io.CharConversionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import labs.rpc.value.BadValueException;
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
            values.write(struct(fault));
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
        return decodeCall(document, 0, document.length);
    }

    /** As {@link #decodeCall(byte[])}, for a part of an array. */
    public static MethodCall decodeCall(byte[] buffer, int offset, int length) {
        return decode(buffer, offset, length, MessageCodec::readCall);
    }

    /**
     * Reads a response.
     *
     * @throws BadMessageException if the document is no response
     */
    public static MethodResponse decodeResponse(byte[] document) {
        return decodeResponse(document, 0, document.length);
    }

    /** As {@link #decodeResponse(byte[])}, for a part of an array. */
    public static MethodResponse decodeResponse(byte[] buffer, int offset, int length) {
        return decode(buffer, offset, length, MessageCodec::readResponse);
    }

    private static <T> T decode(
            byte[] buffer, int offset, int length, Function<XmlInput, T> reader) {
        // BEGIN SOLUTION
        try {
            XmlInput in = XmlInput.of(buffer, offset, length);
            T message = reader.apply(in);
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

    private static MethodCall readCall(XmlInput in) {
        // BEGIN SOLUTION
        in.enter("methodCall");
        String method = in.text("methodName").strip();
        requireMethodName(method);
        List<Object> params = new ArrayList<>();
        if (in.at("params")) { // a call without parameters may leave it out
            in.enter("params");
            ValueReader values = new ValueReader(in);
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

    private static MethodResponse readResponse(XmlInput in) {
        // BEGIN SOLUTION
        in.enter("methodResponse");
        ValueReader values = new ValueReader(in);
        MethodResponse response;
        if (in.at("fault")) {
            in.enter("fault");
            response = fault(values.read());
        } else {
            in.enter("params");
            in.enter("param");
            response = new MethodResponse.Success(values.read());
            in.leave();
        }
        in.leave();
        in.leave();
        return response;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-2: see README, part 2");
    }

    // BEGIN SOLUTION
    private static int codeOf(NotWellFormedException e) {
        if (e.getMessage().contains("Unsupported encoding")) { // the parser says it in words only
            return FaultCode.UNSUPPORTED_ENCODING;
        }
        boolean badBytes =
                e.getCause() instanceof XMLStreamException x
                        && x.getNestedException() instanceof CharConversionException;
        return badBytes ? FaultCode.INVALID_CHARACTER : FaultCode.NOT_WELL_FORMED;
    }

    private static Map<String, Object> struct(MethodResponse.Fault fault) {
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("faultCode", fault.code());
        struct.put("faultString", fault.message());
        return struct;
    }

    private static MethodResponse.Fault fault(Object value) {
        if (value instanceof Map<?, ?> struct
                && struct.get("faultCode") instanceof Integer code
                && struct.get("faultString") instanceof String message) {
            return new MethodResponse.Fault(code, message);
        }
        throw new BadValueException(
                "a fault is a struct of an int faultCode and a string faultString");
    }

    private static void requireMethodName(String name) {
        boolean good = !name.isEmpty() && name.chars().allMatch(MessageCodec::mayStandInAName);
        if (!good) {
            throw new BadValueException("the name of a method is made of A-Z a-z 0-9 _ . : /");
        }
    }

    private static boolean mayStandInAName(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_.:/".indexOf(c) >= 0;
    }
    // END SOLUTION
}
