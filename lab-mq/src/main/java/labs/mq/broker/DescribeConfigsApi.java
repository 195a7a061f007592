package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import labs.mq.log.LogOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.message.DescribeConfigsRequestData;
import org.apache.kafka.common.message.DescribeConfigsRequestData.DescribeConfigsResource;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResourceResult;
import org.apache.kafka.common.message.DescribeConfigsResponseData.DescribeConfigsResult;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says how the logs of a topic are kept. */
final class DescribeConfigsApi implements Api<DescribeConfigsRequestData> {
    private static final byte DEFAULT_SOURCE = 5;

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
        body.resources().forEach(resource -> response.results().add(describe(resource)));
        return completedFuture(response);
    }

    private DescribeConfigsResult describe(DescribeConfigsResource resource) {
        var result =
                new DescribeConfigsResult()
                        .setResourceType(resource.resourceType())
                        .setResourceName(resource.resourceName());
        if (resource.resourceType() == ConfigResource.Type.TOPIC.id()) {
            if (topics.partitions(resource.resourceName()).isEmpty()) {
                return result.setErrorCode(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
            }
            LogOptions options = topics.find(resource.resourceName(), 0).log().options();
            ofTopic(options).forEach((name, value) -> add(result, name, value));
        }
        return result;
    }

    private static Map<String, String> ofTopic(LogOptions options) {
        var values = new LinkedHashMap<String, String>();
        values.put("cleanup.policy", options.compact() ? "compact" : "delete");
        values.put("max.message.bytes", Integer.toString(options.maxBatchBytes()));
        values.put("retention.bytes", Long.toString(options.retentionBytes()));
        values.put(
                "retention.ms",
                options.retention() == null ? "-1" : Long.toString(options.retention().toMillis()));
        values.put("segment.bytes", Integer.toString(options.segmentBytes()));
        return values;
    }

    private static void add(DescribeConfigsResult result, String name, String value) {
        result.configs()
                .add(
                        new DescribeConfigsResourceResult()
                                .setName(name)
                                .setValue(value)
                                .setReadOnly(true)
                                .setConfigSource(DEFAULT_SOURCE));
    }
}
