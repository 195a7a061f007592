package labs.mq.group;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/**
 * All groups of this broker. Thread-safe: one thread of its own does everything, so that a group
 * needs no locks. Answers that have to wait for other members come later.
 */
public final class GroupCoordinator implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final ScheduledExecutorService thread;
    private final Map<String, Group> groups = new HashMap<>(); // of the thread
    private final Set<String> invited = new java.util.HashSet<>(); // member ids; of the thread

    public GroupCoordinator() {
        var executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> {
                            Thread created = Executors.defaultThreadFactory().newThread(task);
                            created.setName("mq-groups");
                            created.setDaemon(true);
                            return created;
                        });
        executor.setRemoveOnCancelPolicy(true); // each heartbeat cancels a timer
        thread = executor;
    }

    private Group group(String id) {
        return groups.computeIfAbsent(id, name -> new Group(thread, PATIENCE));
    }

    /** On the thread; what the group refuses becomes an answer. */
    private <T> CompletableFuture<T> ask(
            Supplier<CompletableFuture<T>> question, Function<Errors, T> refusal) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return question.get();
                            } catch (GroupException e) {
                                return CompletableFuture.completedFuture(refusal.apply(e.error()));
                            }
                        },
                        thread)
                .thenCompose(Function.identity());
    }

    /** A consumer joins; answered when the generation is complete. */
    public CompletableFuture<JoinGroupResponseData> join(
            String clientId, boolean asksForId, JoinGroupRequestData request) {
        return ask(
                () -> joinNow(clientId, asksForId, request),
                error ->
                        new JoinGroupResponseData()
                                .setErrorCode(error.code())
                                .setMemberId(request.memberId()));
    }

    private CompletableFuture<JoinGroupResponseData> joinNow(
            String clientId, boolean asksForId, JoinGroupRequestData request) {
        // BEGIN SOLUTION
        String id = request.memberId();
        if (id.isEmpty()) {
            id = clientId + "-" + UUID.randomUUID();
            if (asksForId) {
                // It has to come again with its id: a client that never hears of the answer would
                // otherwise leave behind a member that nobody is.
                invited.add(id);
                return CompletableFuture.completedFuture(
                        new JoinGroupResponseData()
                                .setErrorCode(Errors.MEMBER_ID_REQUIRED.code())
                                .setMemberId(id));
            }
        } else if (!invited.remove(id) && !group(request.groupId()).has(id)) {
            throw new GroupException(Errors.UNKNOWN_MEMBER_ID);
        }
        return group(request.groupId())
                .join(
                        id,
                        request.protocolType(),
                        Duration.ofMillis(request.sessionTimeoutMs()),
                        Duration.ofMillis(
                                Math.max(request.rebalanceTimeoutMs(), request.sessionTimeoutMs())),
                        request.protocols().stream().map(offered -> offered.duplicate()).toList());
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** A member asks for its assignment; answered when the leader has brought the plan. */
    public CompletableFuture<SyncGroupResponseData> sync(SyncGroupRequestData request) {
        var plan = new HashMap<String, byte[]>();
        request.assignments().forEach(part -> plan.put(part.memberId(), part.assignment()));
        return ask(
                () ->
                        group(request.groupId())
                                .sync(request.memberId(), request.generationId(), plan),
                Group::refused);
    }

    /** A member is alive; the error says what it has to do. */
    public CompletableFuture<Errors> heartbeat(HeartbeatRequestData request) {
        return checked(
                () ->
                        group(request.groupId())
                                .heartbeat(request.memberId(), request.generationId()));
    }

    /** A member goes. */
    public CompletableFuture<Errors> leave(String group, String member) {
        return checked(() -> group(group).leave(member));
    }

    /** Whether a member of that generation may commit offsets. */
    public CompletableFuture<Errors> mayCommit(String group, String member, int generation) {
        return checked(() -> group(group).requireMayCommit(member, generation));
    }

    private CompletableFuture<Errors> checked(Runnable action) {
        return ask(
                () -> {
                    action.run();
                    return CompletableFuture.completedFuture(Errors.NONE);
                },
                Function.identity());
    }

    /** Answers all who wait, and ends its thread. */
    @Override
    public void close() {
        thread.execute(() -> List.copyOf(groups.values()).forEach(Group::close));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
