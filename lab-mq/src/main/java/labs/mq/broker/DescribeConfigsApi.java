package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import labs.mq.log.LogOptions;
import labs.mq.log.TopicSettings;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsSynonym;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.DescribeConfigsResponse.ConfigSource;

/** Says how the logs of a topic are kept. */
final class DescribeConfigsApi implements Api<DescribeConfigsRequestData> {
    private static final byte OF_TOPIC = ConfigSource.TOPIC_CONFIG.id();
    private static final byte DEFAULT = ConfigSource.DEFAULT_CONFIG.id();

    private final Topics topics;

    DescribeConfigsApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_CONFIGS;
    }

    @Override
    public short newest() {
        return 4;
    }

    @Override
    public CompletionStage<DescribeConfigsResponseData> answer(
            Request request, DescribeConfigsRequestData body) {
        var response = new DescribeConfigsResponseData();
        for (DescribeConfigsResource resource : body.resources()) {
            response.results().add(describe(resource, body.includeSynonyms()));
        }
        return completedFuture(response);
    }

    private DescribeConfigsResult describe(DescribeConfigsResource resource, boolean synonyms) {
        String topic = resource.resourceName();
        var result =
                new DescribeConfigsResult()
                        .setResourceType(resource.resourceType())
                        .setResourceName(topic);
        if (resource.resourceType() != ConfigResource.Type.TOPIC.id()) {
            return result;
        }
        Partition first = topics.find(topic, 0);
        if (first == null) {
            return result.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
        }
        try {
            Set<String> own = topics.settings(topic).keySet();
            List<String> wanted = resource.configurationKeys(); // null for all
            ofTopic(first.log().options())
                    .forEach(
                            (name, value) -> {
                                if (wanted == null || wanted.contains(name)) {
                                    byte source = own.contains(name) ? OF_TOPIC : DEFAULT;
                                    result.configs().add(config(name, value, source, synonyms));
                                }
                            });
            return result;
        } catch (IOException e) {
            return result.setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }

    private static Map<String, String> ofTopic(LogOptions options) {
        var values = new LinkedHashMap<String, String>();
        values.put("cleanup.policy", policy(options));
        values.put("max.message.bytes", Integer.toString(options.maxBatchBytes()));
        values.put("retention.bytes", Long.toString(options.retentionBytes()));
        values.put(
                "retention.ms",
                options.retention() == null ? "-1" : Long.toString(options.retention().toMillis()));
        values.put("segment.bytes", Integer.toString(options.segmentBytes()));
        values.put("segment.ms", Long.toString(options.segmentAge().toMillis()));
        values.put("message.timestamp.after.max.ms", Long.toString(options.maxAhead().toMillis()));
        values.put("delete.retention.ms", Long.toString(options.tombstoneRetention().toMillis()));
        values.putAll(TopicSettings.fixed());
        return values;
    }

    private static String policy(LogOptions options) {
        return Stream.of(options.compact() ? "compact" : "", options.delete() ? "delete" : "")
                .filter(way -> !way.isEmpty())
                .collect(Collectors.joining(","));
    }

    private static DescribeConfigsResourceResult config(
            String name, String value, byte source, boolean synonyms) {
        var config =
                new DescribeConfigsResourceResult()
                        .setName(name)
                        .setValue(value)
                        .setConfigSource(source);
        if (synonyms) {
            config.synonyms()
                    .add(
                            new DescribeConfigsSynonym()
                                    .setName(name)
                                    .setValue(value)
                                    .setSource(source));
        }
        return config;
    }
}
