package labs.proxy.vrrp;

import java.io.IOException;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Makes a small network, and throws it away again. */
final class NamespaceCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try (var network = new Namespaces("probe")) {
            network.run("probe", "true");
            return ConditionEvaluationResult.enabled("network namespaces can be made");
        } catch (IOException e) {
            return ConditionEvaluationResult.disabled(
                    "network namespaces cannot be made here (root and iproute2 are needed, and no"
                            + " sandbox): "
                            + e.getMessage());
        }
    }
}
