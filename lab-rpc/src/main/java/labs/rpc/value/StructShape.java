package labs.rpc.value;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What reflection finds out about a record or bean, once for each class.
 *
 * @param members a record's in their order, a bean's sorted by name
 * @param constructor a record's canonical one, a bean's without parameters, or null if it has none
 */
record StructShape(Class<?> type, List<Member> members, Constructor<?> constructor) {
    private static final ClassValue<StructShape> SHAPES =
            new ClassValue<>() {
                @Override
                protected StructShape computeValue(Class<?> type) {
                    return type.isRecord() ? ofRecord(type) : ofBean(type);
                }
            };

    /**
     * @throws BadValueException if the type is neither a record nor a bean with at least one
     *     property
     */
    static StructShape of(Class<?> type) {
        StructShape shape = SHAPES.get(type);
        if (!type.isRecord() && shape.members.isEmpty()) {
            throw new BadValueException(
                    "XML-RPC has no type for " + type.getName() + ", and it is no record or bean");
        }
        return shape;
    }

    /**
     * A new instance. @throws BadValueException if there is no way to make one, or its constructor
     * refuses
     */
    Object create(Object... args) {
        if (constructor == null) {
            throw new BadValueException(type.getName() + " has no constructor without parameters");
        }
        try {
            return constructor.newInstance(args);
        } catch (InvocationTargetException e) {
            throw new BadValueException(
                    type.getSimpleName() + " refuses these values: " + e.getCause().getMessage(),
                    e);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new BadValueException("the struct does not fit " + type.getSimpleName(), e);
        }
    }

    private static StructShape ofRecord(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<Member> members = new ArrayList<>();
        for (RecordComponent c : components) {
            String name = name(c.getAnnotation(Name.class), c.getName());
            members.add(new Member(name, c.getGenericType(), open(c.getAccessor()), null));
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return shape(type, members, constructor(type, types));
    }

    private static StructShape ofBean(Class<?> type) {
        if (type.getName().startsWith("java.") || type.isInterface()) {
            return new StructShape(type, List.of(), null);
        }
        List<Member> members = new ArrayList<>();
        for (Method method : type.getMethods()) {
            String name = property(method);
            if (name != null) {
                members.add(
                        new Member(
                                name(method.getAnnotation(Name.class), name),
                                method.getGenericReturnType(),
                                open(method),
                                setter(type, method)));
            }
        }
        members.sort(Comparator.comparing(Member::name));
        return shape(type, members, constructor(type));
    }

    private static String name(Name wanted, String inJava) {
        return wanted == null ? inJava : wanted.value();
    }

    private static StructShape shape(
            Class<?> type, List<Member> members, Constructor<?> constructor) {
        if (members.stream().map(Member::name).distinct().count() < members.size()) {
            throw new BadValueException("two members of " + type.getName() + " have one name");
        }
        return new StructShape(type, List.copyOf(members), constructor);
    }

    /** The property that this method gets, or null if it is no getter. */
    private static String property(Method method) {
        String name = method.getName();
        int prefix =
                name.startsWith("get")
                        ? 3
                        : name.startsWith("is") && method.getReturnType() == boolean.class ? 2 : 0;
        boolean getter =
                prefix > 0
                        && name.length() > prefix
                        && method.getParameterCount() == 0
                        && method.getReturnType() != void.class
                        && method.getDeclaringClass() != Object.class
                        && !Modifier.isStatic(method.getModifiers())
                        && !method.isBridge();
        return getter
                ? Character.toLowerCase(name.charAt(prefix)) + name.substring(prefix + 1)
                : null;
    }

    private static Method setter(Class<?> type, Method getter) {
        String suffix = getter.getName().substring(getter.getName().startsWith("is") ? 2 : 3);
        try {
            return open(type.getMethod("set" + suffix, getter.getReturnType()));
        } catch (NoSuchMethodException e) {
            return null; // a property that can only be read
        }
    }

    private static Constructor<?> constructor(Class<?> type, Class<?>... parameters) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            return null; // it can be written, but not read
        }
    }

    private static Method open(Method method) {
        method.setAccessible(true); // a public method of a class that is not public
        return method;
    }
}
