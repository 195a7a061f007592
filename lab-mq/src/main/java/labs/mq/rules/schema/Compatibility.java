package labs.mq.rules.schema;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityResult;

/** Who must be able to read what: that decides who may be upgraded first. */
public enum Compatibility {
    /** The new schema reads what the old one wrote: upgrade the readers first. */
    BACKWARD,
    /** The old schema reads what the new one writes: upgrade the writers first. */
    FORWARD,
    /** Both: in any order. */
    FULL;

    /** Why the new schema may not follow the old one; nothing if it may. */
    public Optional<String> objection(Schema old, Schema proposed) {
        // BEGIN SOLUTION
        return switch (this) {
            case BACKWARD -> cannotRead(proposed, old).map(why -> "old data: " + why);
            case FORWARD -> cannotRead(old, proposed).map(why -> "old readers: " + why);
            case FULL ->
                    BACKWARD.objection(old, proposed).or(() -> FORWARD.objection(old, proposed));
        };
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-6: see README, part 6");
    }

    private static Optional<String> cannotRead(Schema reader, Schema writer) {
        SchemaCompatibilityResult result =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getResult();
        String reasons =
                result.getIncompatibilities().stream()
                        .flatMap(Compatibility::describe)
                        .collect(Collectors.joining("; "));
        return Optional.of(reasons).filter(text -> !text.isEmpty());
    }

    private static Stream<String> describe(Incompatibility problem) {
        return Stream.of(
                problem.getType() + " at " + problem.getLocation() + ": " + problem.getMessage());
    }
}
