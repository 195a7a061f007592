package labs.rpc.dispatch;

import java.lang.reflect.Type;

/** Makes a value of XML-RPC fit a Java type: int to long, struct to record, array to typed list. Thread-safe. */
public final class Converter {
    private Converter() {}

    /** @throws labs.rpc.value.BadValueException if the value does not fit without loss */
    public static Object convert(Object value, Type target) {
        throw new UnsupportedOperationException();
    }
}
