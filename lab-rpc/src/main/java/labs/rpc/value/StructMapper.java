package labs.rpc.value;

import java.lang.reflect.Type;
import java.util.Map;

/** Records and beans as structs and back. Thread-safe. */
public final class StructMapper {
    private StructMapper() {}

    /** Makes the value of a member fit the type that the record or bean declares for it. */
    public interface MemberConverter {
        Object convert(Object value, Type declared);
    }

    /** The members of a record or bean in the order of their declaration; those that are null are left out. */
    public static Map<String, Object> toStruct(Object recordOrBean) {
        throw new UnsupportedOperationException();
    }

    /**
     * A new record or bean of the type, filled from the struct. Members that the type does not know are ignored.
     *
     * @throws BadValueException if a primitive has no member, or the type refuses the values
     */
    public static <T> T fromStruct(Map<String, ?> struct, Class<T> type, MemberConverter converter) {
        throw new UnsupportedOperationException();
    }
}
