package labs.kit;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link LabTest} does: seeds that can be replayed, and a watch on leaked threads. */
public final class LabExtension
        implements BeforeAllCallback,
                AfterAllCallback,
                AfterTestExecutionCallback,
                ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(LabExtension.class);
    private static final String SEED = "seed";
    private static final String THREADS = "threads";

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(THREADS, ThreadLeaks.living());
    }

    @Override
    @SuppressWarnings("unchecked") // beforeAll put it there
    public void afterAll(ExtensionContext context) {
        Set<Thread> before = context.getStore(NAMESPACE).remove(THREADS, Set.class);
        ThreadLeaks.failIfAnySince(before);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Random.class || (type == long.class && parameter.isAnnotated(Seed.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        long seed = seedOf(context);
        return parameter.getParameter().getType() == Random.class ? new Random(seed) : seed;
    }

    /** One seed a test, however many parameters ask for it. */
    private static long seedOf(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(SEED, key -> Seeds.next(), Long.class);
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Long seed = context.getStore(NAMESPACE).get(SEED, Long.class);
        if (seed != null && context.getExecutionException().isPresent()) {
            System.err.println(Seeds.replay(seed, context.getRequiredTestMethod()));
        }
    }
}
