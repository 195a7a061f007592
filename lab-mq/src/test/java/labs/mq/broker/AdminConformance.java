package labs.mq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** What an administrator expects of a broker, ours or Kafka's: of groups, topics and settings. */
abstract class AdminConformance extends ConformanceFixture {
    private Map<String, Object> staticMember(String name) {
        return Map.of("group.id", "group-" + topic, "group.instance.id", name);
    }

    private void awaitMembers(int count) {
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(group().members())
                                        .hasSize(count)
                                        .allMatch(it -> it.groupInstanceId().isPresent()));
    }

    private ConsumerGroupDescription group() throws Exception {
        String name = "group-" + topic;
        return admin.describeConsumerGroups(List.of(name)).all().get().get(name);
    }

    /** The listener of the one that stays would hear of a rebalance. */
    @Test
    void shouldLetAStaticMemberStartAgainWithoutARebalance() throws Exception {
        create(4);
        var revoked = new ArrayList<TopicPartition>();
        try (var stays = consumer(staticMember("stays"))) {
            stays.subscribe(List.of(topic), onRevoke(revoked::addAll));
            Set<TopicPartition> before;
            try (var restarts = consumer(staticMember("restarts"))) {
                restarts.subscribe(List.of(topic));
                pollUntil(() -> stays.assignment().size() == 2, stays, restarts);
                pollUntil(() -> restarts.assignment().size() == 2, stays, restarts);
                before = restarts.assignment();
            }
            revoked.clear();
            try (var again = consumer(staticMember("restarts"))) {
                again.subscribe(List.of(topic));
                pollUntil(() -> again.assignment().equals(before), stays, again);
                for (int i = 0; i < 5; i++) { // some heartbeats
                    stays.poll(Duration.ofMillis(300));
                }
            }
        }
        assertThat(revoked)
                .as("taken from the other while it restarted; its own at its end")
                .hasSize(2);
    }

    private static ConsumerRebalanceListener onRevoke(
            java.util.function.Consumer<Collection<TopicPartition>> action) {
        return new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                action.accept(partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        };
    }

    @Test
    void shouldFenceTheFormerOfTwoStaticMembersOfOneName() throws Exception {
        create(1);
        try (var former = consumer(staticMember("one"))) {
            former.subscribe(List.of(topic));
            pollUntil(() -> former.assignment().size() == 1, former);
            try (var next = consumer(staticMember("one"))) {
                next.subscribe(List.of(topic));
                pollUntil(() -> next.assignment().size() == 1, next);
                assertThatThrownBy(() -> pollUntil(() -> false, former))
                        .isInstanceOf(FencedInstanceIdException.class);
                next.commitSync(Map.of(first, new OffsetAndMetadata(0)));
            }
        }
    }

    @Test
    void shouldRemoveStaticMembersByTheirNames() throws Exception {
        create(2);
        for (String name : List.of("a", "b")) {
            try (var consumer = consumer(staticMember(name))) {
                consumer.subscribe(List.of(topic));
                if (name.equals("a")) {
                    pollUntil(() -> consumer.assignment().size() == 2, consumer);
                } else {
                    consumer.poll(Duration.ofMillis(500)); // it joins, and does not wait
                }
            }
        }
        awaitMembers(2);
        var only = new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("a")));
        admin.removeMembersFromConsumerGroup("group-" + topic, only).all().get();
        awaitMembers(1);
        assertThat(group().members().iterator().next().groupInstanceId()).contains("b");

        var unknown = new RemoveMembersFromConsumerGroupOptions(List.of(new MemberToRemove("c")));
        assertThatThrownBy(
                        () ->
                                admin.removeMembersFromConsumerGroup("group-" + topic, unknown)
                                        .all()
                                        .get())
                .hasStackTraceContaining(UnknownMemberIdException.class.getName());
        var all = new RemoveMembersFromConsumerGroupOptions();
        admin.removeMembersFromConsumerGroup("group-" + topic, all).all().get();
        awaitMembers(0);
        assertThat(group().groupState()).isEqualTo(GroupState.EMPTY);
    }

    private String groupName() {
        return "group-" + topic;
    }

    /** A group that has read ten records of each of two partitions, and is away. */
    private void readAndGo() throws Exception {
        create(2);
        try (var producer = producer(Map.of())) {
            for (int i = 0; i < 20; i++) {
                producer.send(new ProducerRecord<>(topic, i % 2, "k", "v" + i));
            }
        }
        try (var consumer = consumer(Map.of("group.id", groupName()))) {
            consumer.subscribe(List.of(topic));
            read(consumer, 20);
            consumer.commitSync();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        return admin.listConsumerGroupOffsets(groupName()).partitionsToOffsetAndMetadata().get();
    }

    @Test
    void shouldListGroupsByState() throws Exception {
        readAndGo();
        assertThat(listed(ListGroupsOptions.forConsumerGroups())).containsKey(groupName());
        var empty = ListGroupsOptions.forConsumerGroups().inGroupStates(Set.of(GroupState.EMPTY));
        assertThat(listed(empty).get(groupName()).groupState()).contains(GroupState.EMPTY);
        var stable = ListGroupsOptions.forConsumerGroups().inGroupStates(Set.of(GroupState.STABLE));
        assertThat(listed(stable)).doesNotContainKey(groupName());

        try (var consumer = consumer(Map.of("group.id", groupName()))) {
            consumer.subscribe(List.of(topic));
            pollUntil(() -> consumer.assignment().size() == 2, consumer);
            assertThat(listed(stable).get(groupName()).protocol()).isEqualTo("consumer");
        }
    }

    private static Map<String, GroupListing> listed(ListGroupsOptions options) throws Exception {
        var groups = new HashMap<String, GroupListing>();
        admin.listGroups(options).all().get().forEach(it -> groups.put(it.groupId(), it));
        return groups;
    }

    @Test
    void shouldDescribeTheMembersOfAGroupAndWhatTheyRead() throws Exception {
        create(2);
        var settings = Map.<String, Object>of("group.id", groupName(), "client.id", "described");
        try (var consumer = consumer(settings)) {
            consumer.subscribe(List.of(topic));
            pollUntil(() -> consumer.assignment().size() == 2, consumer);
            ConsumerGroupDescription group = group();
            assertThat(group.groupState()).isEqualTo(GroupState.STABLE);
            assertThat(group.partitionAssignor()).isEqualTo("range");
            MemberDescription member = group.members().iterator().next();
            assertThat(member.clientId()).isEqualTo("described");
            assertThat(member.host()).isEqualTo("/127.0.0.1");
            assertThat(member.assignment().topicPartitions())
                    .isEqualTo(Set.copyOf(consumer.assignment()));
        }
        assertThatThrownBy(() -> admin.describeConsumerGroups(List.of("nobody")).all().get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class);
    }

    @Test
    void shouldDeleteAGroupOnlyWhenNobodyIsInIt() throws Exception {
        readAndGo();
        try (var consumer = consumer(Map.of("group.id", groupName()))) {
            consumer.subscribe(List.of(topic));
            pollUntil(() -> consumer.assignment().size() == 2, consumer);
            assertThatThrownBy(() -> admin.deleteConsumerGroups(List.of(groupName())).all().get())
                    .hasCauseInstanceOf(GroupNotEmptyException.class);
        }
        admin.deleteConsumerGroups(List.of(groupName())).all().get();
        assertThat(committed()).isEmpty();
        assertThat(listed(ListGroupsOptions.forConsumerGroups())).doesNotContainKey(groupName());
        assertThatThrownBy(() -> admin.deleteConsumerGroups(List.of(groupName())).all().get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class);
    }

    @Test
    void shouldDeleteOffsetsOfATopicThatNobodyReads() throws Exception {
        readAndGo();
        try (var consumer = consumer(Map.of("group.id", groupName()))) {
            consumer.subscribe(List.of(topic));
            pollUntil(() -> consumer.assignment().size() == 2, consumer);
            var refused = admin.deleteConsumerGroupOffsets(groupName(), Set.of(first));
            assertThatThrownBy(() -> refused.partitionResult(first).get())
                    .hasCauseInstanceOf(GroupSubscribedToTopicException.class);
        }
        admin.deleteConsumerGroupOffsets(groupName(), Set.of(first)).all().get();
        assertThat(committed()).containsOnlyKeys(new TopicPartition(topic, 1));
        assertThatThrownBy(
                        () -> admin.deleteConsumerGroupOffsets("nobody", Set.of(first)).all().get())
                .hasCauseInstanceOf(GroupIdNotFoundException.class);
    }

    @Test
    void shouldSetTheOffsetsOfAGroupThatIsAway() throws Exception {
        readAndGo();
        var moved = Map.of(first, new OffsetAndMetadata(3));
        admin.alterConsumerGroupOffsets(groupName(), moved).all().get();
        assertThat(committed().get(first).offset()).isEqualTo(3);
        try (var consumer = consumer(Map.of("group.id", groupName()))) {
            consumer.subscribe(List.of(topic));
            assertThat(read(consumer, 7)).allMatch(record -> record.partition() == 0);
            assertThatThrownBy(
                            () -> admin.alterConsumerGroupOffsets(groupName(), moved).all().get())
                    .hasCauseInstanceOf(UnknownMemberIdException.class);
        }
    }

    @Test
    void shouldGiveATopicMorePartitions() throws Exception {
        create(1);
        produce(Map.of(), 0, 5);
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
        try (var producer = producer(Map.of());
                var consumer = consumer(Map.of())) {
            await().atMost(LONG).until(() -> producer.partitionsFor(topic).size() == 3);
            var third = new TopicPartition(topic, 2);
            producer.send(new ProducerRecord<>(topic, 2, "k", "v")).get();
            assertThat(consumer.endOffsets(List.of(first, third)))
                    .containsEntry(first, 5L)
                    .containsEntry(third, 1L);
        }
        for (int wrong : List.of(3, 2, 0, -1)) {
            assertThatThrownBy(
                            () ->
                                    admin.createPartitions(
                                                    Map.of(topic, NewPartitions.increaseTo(wrong)))
                                            .all()
                                            .get())
                    .as("%s partitions", wrong)
                    .hasCauseInstanceOf(InvalidPartitionsException.class);
        }
        assertThatThrownBy(
                        () ->
                                admin.createPartitions(
                                                Map.of("nothing", NewPartitions.increaseTo(3)))
                                        .all()
                                        .get())
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void shouldTellATopicFromAnotherOfItsName() throws Exception {
        create(1);
        Uuid before = described().topicId();
        assertThat(before).isNotEqualTo(Uuid.ZERO_UUID);
        admin.deleteTopics(TopicCollection.ofTopicIds(List.of(before))).all().get();
        await().atMost(LONG).until(() -> !admin.listTopics().names().get().contains(topic));
        create(1);
        assertThat(described().topicId()).isNotEqualTo(before);
        var gone = TopicCollection.ofTopicIds(List.of(before));
        assertThatThrownBy(() -> admin.deleteTopics(gone).all().get())
                .hasCauseInstanceOf(UnknownTopicIdException.class);
        assertThatThrownBy(() -> admin.describeTopics(gone).allTopicIds().get())
                .hasCauseInstanceOf(UnknownTopicIdException.class);
    }

    private TopicDescription described() throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    @Test
    void shouldDeleteRecordsFromTheOldEnd() throws Exception {
        create(1);
        produce(Map.of(), 0, 10);
        var before = Map.of(first, RecordsToDelete.beforeOffset(4));
        assertThat(admin.deleteRecords(before).lowWatermarks().get(first).get().lowWatermark())
                .isEqualTo(4);
        try (var consumer = readerOf(first)) {
            assertThat(read(consumer, 6))
                    .extracting(ConsumerRecord::value)
                    .isEqualTo(numbers(4, 10));
            assertThat(consumer.beginningOffsets(List.of(first))).containsEntry(first, 4L);
        }
        var beyond = Map.of(first, RecordsToDelete.beforeOffset(11));
        assertThatThrownBy(() -> admin.deleteRecords(beyond).all().get())
                .hasCauseInstanceOf(OffsetOutOfRangeException.class);
        admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(-1))).all().get();
        produce(Map.of(), 10, 11);
        try (var consumer = readerOf(first)) {
            assertThat(read(consumer, 1).get(0).offset()).isEqualTo(10);
        }
    }

    @Test
    void shouldChangeSettingsOneByOne() throws Exception {
        create(Map.of("retention.ms", "12345", "segment.ms", "77777"));
        alter(new AlterConfigOp(new ConfigEntry("retention.ms", "54321"), OpType.SET));
        alter(new AlterConfigOp(new ConfigEntry("cleanup.policy", "compact"), OpType.APPEND));
        alter(new AlterConfigOp(new ConfigEntry("segment.ms", ""), OpType.DELETE));
        await().atMost(LONG)
                .untilAsserted(
                        () -> {
                            assertThat(setting("retention.ms")).isEqualTo("54321");
                            assertThat(setting("cleanup.policy").split(","))
                                    .containsExactlyInAnyOrder("compact", "delete");
                            assertThat(setting("segment.ms")).isEqualTo("604800000");
                        });
        alter(new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), OpType.SUBTRACT));
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(setting("cleanup.policy")).isEqualTo("compact"));

        for (var wrong :
                List.of(
                        new AlterConfigOp(new ConfigEntry("retention.ms", "abc"), OpType.SET),
                        new AlterConfigOp(new ConfigEntry("no.such.thing", "1"), OpType.SET),
                        new AlterConfigOp(new ConfigEntry("retention.ms", "1"), OpType.APPEND))) {
            assertThatThrownBy(() -> alter(wrong))
                    .as("%s", wrong)
                    .hasCauseInstanceOf(InvalidConfigurationException.class);
        }
    }

    private ConfigResource resource() {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private void alter(AlterConfigOp change) throws Exception {
        admin.incrementalAlterConfigs(Map.of(resource(), List.of(change))).all().get();
    }

    private String setting(String name) throws Exception {
        return admin.describeConfigs(List.of(resource()))
                .all()
                .get()
                .get(resource())
                .get(name)
                .value();
    }

    @Test
    void shouldTakeTheNewSizeOfRecordsAtOnce() throws Exception {
        create(1);
        alter(new AlterConfigOp(new ConfigEntry("max.message.bytes", "1000"), OpType.SET));
        await().atMost(LONG).until(() -> setting("max.message.bytes").equals("1000"));
        try (var producer = producer(Map.of())) {
            var large = new ProducerRecord<String, String>(topic, "x".repeat(2_000));
            await().atMost(LONG)
                    .untilAsserted(
                            () ->
                                    assertThatThrownBy(() -> producer.send(large).get())
                                            .hasCauseInstanceOf(RecordTooLargeException.class));
        }
    }

    @Test
    void shouldFindTheRecordOfTheNewestTime() throws Exception {
        create(1);
        var newest = Map.of(first, OffsetSpec.maxTimestamp());
        assertThat(admin.listOffsets(newest).partitionResult(first).get().offset()).isEqualTo(-1);
        try (var producer = producer(Map.of())) {
            for (long time : List.of(1_000L, 9_000L, 5_000L)) {
                producer.send(new ProducerRecord<>(topic, 0, time, "k", "v")).get();
            }
        }
        var found = admin.listOffsets(newest).partitionResult(first).get();
        assertThat(found.offset()).isEqualTo(1);
        assertThat(found.timestamp()).isEqualTo(9_000L);
        assertThat(offset(OffsetSpec.earliestLocal())).isZero();
        assertThat(offset(OffsetSpec.latestTiered())).isEqualTo(-1);
    }

    private long offset(OffsetSpec spec) throws Exception {
        return admin.listOffsets(Map.of(first, spec)).partitionResult(first).get().offset();
    }
}
