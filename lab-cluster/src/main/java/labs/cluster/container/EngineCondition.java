package labs.cluster.container;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests of {@link RequiresEngine} where no container can be started. It is asked once a JVM.
 */
final class EngineCondition implements ExecutionCondition {

    /** Asks when it is first needed. */
    private static final class Answer {
        private static final Optional<String> PROBLEM = Engine.obstacle(System.getenv());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return Answer.PROBLEM
                .map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("a container engine answers"));
    }
}
