package labs.mq.group;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** The shortest session that a member may have; the default is Kafka's. */
    public static final Duration SHORTEST_SESSION = Duration.ofSeconds(6);

    private static final Duration LONGEST_SESSION = Duration.ofMinutes(30);

    private static final int TWICE = 4; // the version from which a client joins in two steps

    private final Duration shortestSession;
    private final ScheduledExecutorService thread;
    private final Map<String, Group> groups = new HashMap<>(); // of the thread

    public GroupCoordinator() {
        this(SHORTEST_SESSION);
    }

    /**
     * @param shortestSession a member that wants a shorter one is refused: a pause of the collector
     *     would put it out
     */
    public GroupCoordinator(Duration shortestSession) {
        this.shortestSession = shortestSession;
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
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false); // who is silent, say
        thread = executor;
    }

    private Group group(String id) {
        return groups.computeIfAbsent(id, name -> new Group(thread, PATIENCE));
    }

    /** One that nobody has joined is empty, and is not kept: names cost a stranger nothing. */
    private Group known(String id) {
        Group group = groups.get(id);
        return group == null ? new Group(thread, PATIENCE) : group;
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

    /**
     * A consumer joins; answered when the generation is complete.
     *
     * @param version of its request: the later ones know more answers
     */
    public CompletableFuture<JoinGroupResponseData> join(
            ClientAddress client, int version, JoinGroupRequestData request) {
        return ask(
                () -> joinNow(client, version, request),
                error ->
                        new JoinGroupResponseData()
                                .setErrorCode(error.code())
                                .setMemberId(request.memberId()));
    }

    private CompletableFuture<JoinGroupResponseData> joinNow(
            ClientAddress client, int version, JoinGroupRequestData request) {
        // BEGIN SOLUTION
        requireSound(request);
        var who = new Identity(request.memberId(), request.groupInstanceId());
        String id = who.id();
        if (!id.isEmpty()) {
            known(request.groupId()).requireExpected(who);
        } else {
            id = (who.isStatic() ? who.instance() : client.id()) + "-" + UUID.randomUUID();
            if (version >= TWICE && !who.isStatic()) {
                return invite(id, request);
            }
        }
        return group(request.groupId()).join(JoinRequest.of(id, client, request, version));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    // BEGIN SOLUTION
    /**
     * It has to come again with its id: a client that never hears of the answer would otherwise
     * leave behind a member that nobody is.
     */
    private CompletableFuture<JoinGroupResponseData> invite(
            String id, JoinGroupRequestData request) {
        group(request.groupId()).invite(id, Duration.ofMillis(request.sessionTimeoutMs()));
        return CompletableFuture.completedFuture(
                new JoinGroupResponseData()
                        .setErrorCode(Errors.MEMBER_ID_REQUIRED.code())
                        .setMemberId(id));
    }

    private void requireSound(JoinGroupRequestData request) {
        if (request.groupId().isEmpty()) {
            throw new GroupException(Errors.INVALID_GROUP_ID);
        } else if (request.sessionTimeoutMs() < shortestSession.toMillis()
                || request.sessionTimeoutMs() > LONGEST_SESSION.toMillis()) {
            throw new GroupException(Errors.INVALID_SESSION_TIMEOUT);
        } else if (request.protocolType().isEmpty() || request.protocols().isEmpty()) {
            throw new GroupException(Errors.INCONSISTENT_GROUP_PROTOCOL);
        }
    }

    // END SOLUTION

    /** A member asks for its assignment; answered when the leader has brought the plan. */
    public CompletableFuture<SyncGroupResponseData> sync(SyncGroupRequestData request) {
        var plan = new HashMap<String, byte[]>();
        request.assignments().forEach(part -> plan.put(part.memberId(), part.assignment()));
        return ask(
                () ->
                        known(request.groupId())
                                .sync(
                                        new Identity(request.memberId(), request.groupInstanceId()),
                                        request.generationId(),
                                        plan),
                Group::refused);
    }

    /** A member is alive; the error says what it has to do. */
    public CompletableFuture<Errors> heartbeat(HeartbeatRequestData request) {
        return checked(
                () ->
                        known(request.groupId())
                                .heartbeat(
                                        new Identity(request.memberId(), request.groupInstanceId()),
                                        request.generationId()));
    }

    /** A member goes; a static one can be removed by its name, without its id. */
    public CompletableFuture<Errors> leave(String group, Identity member) {
        return checked(() -> known(group).leave(member));
    }

    /**
     * For which member offsets are committed.
     *
     * @param inTransaction whether they are part of a transaction
     */
    public record Committer(String group, Identity member, int generation, boolean inTransaction) {}

    /**
     * Runs a commit of a member, if it is of the present generation: before anything else can
     * happen in the group, else a member that has just been put out could still commit.
     *
     * @param refusal makes the answer if it may not
     */
    public <T> CompletableFuture<T> commit(
            Committer who, Supplier<T> commit, Function<Errors, T> refusal) {
        return ask(
                () -> {
                    known(who.group())
                            .requireMayCommit(who.member(), who.generation(), who.inTransaction());
                    return CompletableFuture.completedFuture(commit.get());
                },
                refusal);
    }

    /** Does something with all groups that somebody has joined, by name. */
    <T> CompletableFuture<T> with(Function<Map<String, Group>, T> action) {
        return CompletableFuture.supplyAsync(() -> action.apply(groups), thread);
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
        if (thread.isShutdown()) {
            return;
        }
        Future<?> answered =
                thread.submit(() -> List.copyOf(groups.values()).forEach(Group::close));
        try {
            answered.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the coordinator does not stop", e);
        } finally {
            thread.shutdownNow();
        }
    }
}
