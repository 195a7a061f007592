package labs.cluster.junit;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.cluster.Capability;
import labs.cluster.Provision;
import labs.cluster.RealSystem;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link Needs} does. */
final class NeedsCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Needs> needs = AnnotationSupport.findAnnotation(context.getElement(), Needs.class);
        if (needs.isEmpty()) {
            return enabled("needs nothing");
        }
        RealSystem system = system(context);
        return judge(system, Provision.of(system), List.of(needs.get().value()));
    }

    private static RealSystem system(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Uses.class)
                .map(Uses::value)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        context.getRequiredTestClass()
                                                + " has @Needs and does not say what it @Uses"));
    }

    static ConditionEvaluationResult judge(
            RealSystem system, Provision provision, List<Capability> needed) {
        String missing =
                needed.stream()
                        .filter(capability -> !provision.allows(capability))
                        .flatMap(capability -> Stream.of(capability.name().toLowerCase()))
                        .collect(Collectors.joining(", "));
        return missing.isEmpty()
                ? enabled(system.title() + " is " + provision)
                : disabled(
                        "%s is %s here, which does not allow to %s; unset %s and %s"
                                .formatted(
                                        system.title(),
                                        provision,
                                        missing,
                                        system.variable(),
                                        Provision.VARIABLE));
    }
}
