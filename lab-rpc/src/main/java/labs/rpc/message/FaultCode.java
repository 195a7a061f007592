package labs.rpc.message;

/** The fault codes on which XML-RPC implementations agreed for interoperability. */
public final class FaultCode {
    /** The document is not well-formed XML. */
    public static final int NOT_WELL_FORMED = -32700;

    /** The document declares an encoding that this side does not know. */
    public static final int UNSUPPORTED_ENCODING = -32701;

    /** The document holds bytes that are no characters in its encoding. */
    public static final int INVALID_CHARACTER = -32702;

    /** The document is XML, but not XML-RPC. */
    public static final int INVALID_XML_RPC = -32600;

    /** There is no such method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The method does not take this number of parameters, or not of these types. */
    public static final int INVALID_PARAMS = -32602;

    /** The server itself failed while it dealt with the call. */
    public static final int INTERNAL_ERROR = -32603;

    /** The method was called and failed. */
    public static final int APPLICATION_ERROR = -32500;

    /** The system under the server failed. */
    public static final int SYSTEM_ERROR = -32400;

    /** The message did not come through. */
    public static final int TRANSPORT_ERROR = -32300;

    /** On the client's side alone: a fault came, and its code is no int. */
    public static final int UNREADABLE = 0;

    private FaultCode() {}
}
