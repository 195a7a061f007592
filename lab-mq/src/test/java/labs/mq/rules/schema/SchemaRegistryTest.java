package labs.mq.rules.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static labs.mq.rules.schema.OrderSchemas.CURRENCY_DEMANDED;
import static labs.mq.rules.schema.OrderSchemas.FIRST;
import static labs.mq.rules.schema.OrderSchemas.WITH_CURRENCY;
import static labs.mq.rules.schema.OrderSchemas.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import labs.cluster.kafka.KafkaCluster;
import labs.kit.LabTest;
import labs.mq.cluster.Topics;
import labs.mq.cluster.WithKafka;
import labs.mq.rules.PoisonMessageException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@LabTest
@WithKafka
@Timeout(120)
final class SchemaRegistryTest {
    private final KafkaCluster cluster;
    private final String topic;

    SchemaRegistryTest(KafkaCluster cluster, Topics topics) {
        this.cluster = cluster;
        this.topic =
                topics.create(
                        "schemas-" + UUID.randomUUID(), 1, Map.of("cleanup.policy", "compact"));
    }

    private SchemaRegistry registry(Compatibility compatibility) {
        return new SchemaRegistry(cluster.bootstrapServers(), topic, compatibility);
    }

    @Test
    void shouldGiveEachSchemaOneNumberThatAllKnow() {
        int first;
        int second;
        try (var registry = registry(Compatibility.BACKWARD)) {
            first = registry.register("order", FIRST);
            second = registry.register("order", WITH_CURRENCY);
            assertThat(registry.register("order", FIRST)).as("known").isEqualTo(first);
            assertThat(second).isNotEqualTo(first);
            assertThat(registry.schema(second + 1)).isEmpty();
        }
        try (var other = registry(Compatibility.BACKWARD)) {
            assertThat(other.schema(first)).contains(FIRST);
            assertThat(other.schema(second)).contains(WITH_CURRENCY);
            assertThat(other.register("order", WITH_CURRENCY)).isEqualTo(second);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotGoWithAllVersionsSoFar() {
        try (var registry = registry(Compatibility.BACKWARD)) {
            registry.register("order", FIRST);
            registry.register("order", WITH_CURRENCY);
            assertThatThrownBy(() -> registry.register("order", CURRENCY_DEMANDED))
                    .as("it goes with the last version, but the topic may hold data of the first")
                    .isInstanceOf(IncompatibleSchemaException.class)
                    .hasMessageContaining("BACKWARD")
                    .hasMessageContaining("currency");
            assertThatThrownBy(() -> registry.register("order", CURRENCY_DEMANDED))
                    .as("what was refused is not known the next time")
                    .isInstanceOf(IncompatibleSchemaException.class);
            int other = registry.register("offer", CURRENCY_DEMANDED);
            assertThat(registry.schema(other)).as("another subject").contains(CURRENCY_DEMANDED);
        }
    }

    @Test
    void shouldLetTwoRegisterAtTheSameTime() throws Exception {
        try (var one = registry(Compatibility.BACKWARD);
                var two = registry(Compatibility.BACKWARD)) {
            var ofOne = CompletableFuture.supplyAsync(() -> registerSome(one, "a"));
            var ofTwo = CompletableFuture.supplyAsync(() -> registerSome(two, "b"));
            var numbers = new ArrayList<Integer>(ofOne.get(60, TimeUnit.SECONDS));
            numbers.addAll(ofTwo.get(60, TimeUnit.SECONDS));
            assertThat(numbers)
                    .as("a number stands for one schema: whoever writes is alone")
                    .doesNotHaveDuplicates();
            assertThat(numbers).allSatisfy(n -> assertThat(one.schema(n)).isEqualTo(two.schema(n)));
        }
    }

    private static List<Integer> registerSome(SchemaRegistry registry, String prefix) {
        return IntStream.range(0, 4)
                .mapToObj(i -> registry.register(prefix + i, order(field(prefix + i))))
                .toList();
    }

    private static String field(String name) {
        return "{'name': '%s', 'type': 'string'}".formatted(name);
    }

    private static GenericRecord order42(Schema schema) {
        var builder = new GenericRecordBuilder(schema).set("id", "order-42").set("cents", 1_999L);
        if (schema.getField("currency") != null) {
            builder.set("currency", "SEK");
        }
        return builder.build();
    }

    @Test
    void shouldReadOldDataWithNewProgramsAndNewDataWithOldOnes() {
        try (var registry = registry(Compatibility.FULL)) {
            var codec = new AvroCodec(registry);
            int first = registry.register("order", FIRST);
            int second = registry.register("order", WITH_CURRENCY);

            GenericRecord old = codec.decode(codec.encode(first, order42(FIRST)), WITH_CURRENCY);
            assertThat(old.get("cents")).isEqualTo(1_999L);
            assertThat(old.get("currency")).as("the default").hasToString("EUR");

            byte[] bytes = codec.encode(second, order42(WITH_CURRENCY));
            GenericRecord present = codec.decode(bytes, FIRST);
            assertThat(present.get("id")).hasToString("order-42");
            assertThat(present.getSchema()).isEqualTo(FIRST);
            assertThat(codec.decode(bytes, WITH_CURRENCY).get("currency")).hasToString("SEK");
        }
    }

    @Test
    void shouldCallAllElsePoison(Random random) {
        try (var registry = registry(Compatibility.FULL)) {
            var codec = new AvroCodec(registry);
            int id = registry.register("order", FIRST);
            byte[] good = codec.encode(id, order42(FIRST));

            assertPoison(codec, new byte[0]);
            assertPoison(codec, "{\"id\": 1}".getBytes(UTF_8));
            assertPoison(codec, codec.encode(id + 1, order42(FIRST)));
            assertPoison(codec, Arrays.copyOf(good, good.length - 1));
            assertPoison(codec, Arrays.copyOf(good, good.length + 1));
            for (int i = 0; i < 500; i++) {
                byte[] bad = good.clone();
                bad[5 + random.nextInt(bad.length - 5)] = (byte) random.nextInt();
                decodeOrPoison(codec, bad);
            }
            byte[] lie = {0, 0, 0, 0, (byte) id, -2, -1, -1, -1, 15}; // "a text of 2 GB follows"
            assertPoison(codec, lie);
            byte[] lesserLie = {0, 0, 0, 0, (byte) id, -2, -1, -1, -1, 11}; // "of 1.5 GB"
            assertPoison(codec, lesserLie);
        }
    }

    private static void assertPoison(AvroCodec codec, byte[] bytes) {
        assertThatThrownBy(() -> codec.decode(bytes, FIRST))
                .isInstanceOf(PoisonMessageException.class);
    }

    private static void decodeOrPoison(AvroCodec codec, byte[] bytes) {
        try {
            codec.decode(bytes, FIRST);
        } catch (PoisonMessageException e) {
            assertThat(e).as("a reason").hasMessageContaining("schema");
        }
    }
}
