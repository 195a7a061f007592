package labs.mq.group;

import static org.apache.kafka.common.message.ConsumerProtocolSubscription.HIGHEST_SUPPORTED_VERSION;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import labs.mq.group.CommittedOffsets.Key;
import org.apache.kafka.common.message.ConsumerProtocolSubscription;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;

/**
 * What an administrator asks of groups, and does to them. A group is known if it has members, or
 * had some since the broker started, or has committed offsets. Thread-safe.
 */
public final class GroupAdmin {
    private static final String CONSUMERS = "consumer"; // a kind of group: its members read topics
    private static final String UNKNOWN = "Dead";

    private final GroupCoordinator coordinator;
    private final CommittedOffsets offsets;

    public GroupAdmin(GroupCoordinator coordinator, CommittedOffsets offsets) {
        this.coordinator = coordinator;
        this.offsets = offsets;
    }

    /** All groups that are known. */
    public CompletableFuture<List<ListedGroup>> list() {
        return coordinator.with(
                groups -> {
                    var names = new TreeSet<>(offsets.groups());
                    names.addAll(groups.keySet());
                    return names.stream().map(name -> listed(name, groups.get(name))).toList();
                });
    }

    private static ListedGroup listed(String name, Group group) {
        return new ListedGroup()
                .setGroupId(name)
                .setProtocolType(group == null ? "" : group.protocolType())
                .setGroupState(stateOf(group).title())
                .setGroupType("classic");
    }

    private static GroupState stateOf(Group group) {
        return group == null ? GroupState.EMPTY : group.state();
    }

    /** What those groups do; one that is not known is dead. */
    public CompletableFuture<List<DescribedGroup>> describe(List<String> names) {
        return coordinator.with(
                groups -> names.stream().map(name -> describe(name, groups.get(name))).toList());
    }

    private DescribedGroup describe(String name, Group group) {
        var described = new DescribedGroup().setGroupId(name);
        if (group == null) {
            boolean isKnown = !offsets.keysOf(name).isEmpty();
            return described.setGroupState(isKnown ? GroupState.EMPTY.title() : UNKNOWN);
        }
        boolean isStable = group.state() == GroupState.STABLE;
        String protocol = isStable ? group.generation().protocol() : "";
        return described
                .setGroupState(group.state().title())
                .setProtocolType(group.protocolType())
                .setProtocolData(protocol)
                .setMembers(
                        group.members().stream()
                                .map(member -> describe(member, isStable ? protocol : null))
                                .toList());
    }

    /** What it reads is known once the group agrees on a protocol. */
    private static DescribedGroupMember describe(Member member, String protocol) {
        var described =
                new DescribedGroupMember()
                        .setMemberId(member.id())
                        .setGroupInstanceId(member.instance())
                        .setClientId(member.request().client().id())
                        .setClientHost(member.request().client().host());
        if (protocol != null) {
            described.setMemberMetadata(member.request().metadata(protocol));
            described.setMemberAssignment(member.assignment());
        }
        return described;
    }

    /** Forgets a group and what it has committed, unless somebody is in it. */
    public CompletableFuture<Errors> delete(String name) {
        return coordinator.with(groups -> delete(name, groups));
    }

    private Errors delete(String name, Map<String, Group> groups) {
        Group group = groups.get(name);
        List<Key> keys = offsets.keysOf(name);
        if (group == null && keys.isEmpty()) {
            return Errors.GROUP_ID_NOT_FOUND;
        } else if (stateOf(group) != GroupState.EMPTY) {
            return Errors.NON_EMPTY_GROUP;
        }
        Errors error = forget(keys);
        if (error == Errors.NONE) {
            groups.remove(name);
        }
        return error;
    }

    /**
     * Forgets what a group has committed of some partitions; not while one of its members reads
     * that topic.
     *
     * @return an error of the group itself, or one for each partition
     */
    public CompletableFuture<OffsetsDeleted> deleteOffsets(String name, List<Key> keys) {
        return coordinator.with(
                groups -> {
                    Group group = groups.get(name);
                    if (group == null && offsets.keysOf(name).isEmpty()) {
                        return new OffsetsDeleted(Errors.GROUP_ID_NOT_FOUND, Map.of());
                    }
                    boolean isBusy = stateOf(group) != GroupState.EMPTY;
                    if (isBusy && !group.protocolType().equals(CONSUMERS)) {
                        return new OffsetsDeleted(Errors.NON_EMPTY_GROUP, Map.of());
                    }
                    var results =
                            keys.stream()
                                    .distinct()
                                    .collect(
                                            Collectors.toMap(
                                                    key -> key, key -> delete(key, group)));
                    return new OffsetsDeleted(Errors.NONE, results);
                });
    }

    /** What became of each, unless there was an error for all. */
    public record OffsetsDeleted(Errors error, Map<Key, Errors> results) {}

    private Errors delete(Key key, Group group) {
        boolean isRead =
                stateOf(group) != GroupState.EMPTY
                        && group.members().stream().anyMatch(m -> reads(m, key.topic()));
        return isRead ? Errors.GROUP_SUBSCRIBED_TO_TOPIC : forget(List.of(key));
    }

    private Errors forget(List<Key> keys) {
        try {
            offsets.forget(keys);
            return Errors.NONE;
        } catch (IOException e) {
            return Errors.COORDINATOR_NOT_AVAILABLE; // the disk is full: it may be tried again
        }
    }

    private static boolean reads(Member member, String topic) {
        return member.request().protocols().stream()
                .anyMatch(protocol -> reads(protocol.metadata(), topic));
    }

    /** As consumers say it; a member of a version to come says more behind it. */
    private static boolean reads(byte[] metadata, String topic) {
        ByteBuffer bytes = ByteBuffer.wrap(metadata);
        try {
            short version = bytes.getShort();
            short known = (short) Math.min(version, HIGHEST_SUPPORTED_VERSION);
            var subscription =
                    new ConsumerProtocolSubscription(new ByteBufferAccessor(bytes), known);
            return subscription.topics().contains(topic);
        } catch (RuntimeException e) { // whatever the parser throws at bytes that lie
            return true; // nobody knows what it reads
        }
    }
}
