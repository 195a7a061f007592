package labs.rpc.value;

import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records and beans as structs and back. Thread-safe. */
public final class StructMapper {
    private StructMapper() {}

    /** Makes the value of a member fit the type that the record or bean declares for it. */
    @FunctionalInterface
    public interface MemberConverter {
        Object convert(Object value, Type declared);
    }

    /**
     * The members of a record in their order, or of a bean by name; {@link Name} renames one. Those
     * that are null or an empty Optional are left out, since a peer need not know the nil
     * extension.
     */
    public static Map<String, Object> toStruct(Object recordOrBean) {
        // BEGIN SOLUTION
        Map<String, Object> struct = new LinkedHashMap<>();
        for (Member member : StructShape.of(recordOrBean.getClass()).members()) {
            Object value = member.get(recordOrBean);
            if (value != null && !Optional.empty().equals(value)) {
                struct.put(member.name(), value);
            }
        }
        return struct;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    /**
     * A new record or bean, filled from the struct. Members of the struct that the type does not
     * know are ignored, so that a newer peer may send more; what the struct lacks is null in a
     * record (or an empty Optional) and as the constructor left it in a bean.
     *
     * @throws BadValueException if a primitive of a record has no member, or the type refuses the
     *     values
     */
    public static <T> T fromStruct(
            Map<String, ?> struct, Class<T> type, MemberConverter converter) {
        // BEGIN SOLUTION
        StructShape shape = StructShape.of(type);
        Object filled =
                type.isRecord() ? record(struct, shape, converter) : bean(struct, shape, converter);
        return type.cast(filled);
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-1: see README, part 1");
    }

    /**
     * The types of a record's or bean's members.
     *
     * @param made whether it must be possible to make one of a struct
     * @throws BadValueException if the type is neither, or cannot be made
     */
    public static List<Type> memberTypes(Class<?> type, boolean made) {
        StructShape shape = StructShape.of(type);
        if (made && shape.constructor() == null) {
            throw new BadValueException(type.getName() + " has no constructor without parameters");
        }
        return shape.members().stream()
                .filter(member -> !made || type.isRecord() || member.setter() != null)
                .map(Member::type)
                .toList();
    }

    // BEGIN SOLUTION
    private static Object record(
            Map<String, ?> struct, StructShape shape, MemberConverter converter) {
        List<Member> members = shape.members();
        Object[] args = new Object[members.size()];
        for (int i = 0; i < args.length; i++) {
            Member member = members.get(i);
            Object value = struct.get(member.name());
            if (value == null && member.isPrimitive()) {
                throw new BadValueException("the struct lacks the member " + member.name());
            }
            args[i] = value == null ? member.absent() : converter.convert(value, member.type());
        }
        return shape.create(args);
    }

    private static Object bean(
            Map<String, ?> struct, StructShape shape, MemberConverter converter) {
        Object bean = shape.create();
        for (Member member : shape.members()) {
            Object value = struct.get(member.name());
            if (value != null && member.setter() != null) {
                member.set(bean, converter.convert(value, member.type()));
            }
        }
        return bean;
    }
    // END SOLUTION
}
