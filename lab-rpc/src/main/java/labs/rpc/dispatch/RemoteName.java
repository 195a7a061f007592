package labs.rpc.dispatch;

import java.lang.reflect.Method;
import labs.rpc.value.Name;

/** The name of a Java method on the wire. */
public final class RemoteName {
    private RemoteName() {}

    /**
     * {@code prefix.method}, or {@code method} alone where the prefix is empty; {@link Name} on the
     * method takes the place of its Java name.
     */
    public static String of(String prefix, Method method) {
        Name wanted = method.getAnnotation(Name.class);
        String name = wanted == null ? method.getName() : wanted.value();
        return prefix.isEmpty() ? name : prefix + "." + name;
    }
}
