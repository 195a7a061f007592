package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import labs.mq.log.TopicSettings;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterConfigsResource;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData.AlterConfigsResourceResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes settings of topics, one by one; the broker's own are those that it was started with. */
final class AlterConfigsApi implements Api<IncrementalAlterConfigsRequestData> {
    private static final Logger LOG = LoggerFactory.getLogger(AlterConfigsApi.class);

    private final Topics topics;

    AlterConfigsApi(Topics topics) {
        this.topics = topics;
    }

    @Override
    public ApiKeys key() {
        return ApiKeys.INCREMENTAL_ALTER_CONFIGS;
    }

    @Override
    public short newest() {
        return 1;
    }

    @Override
    public CompletionStage<IncrementalAlterConfigsResponseData> answer(
            Request request, IncrementalAlterConfigsRequestData body) {
        var response = new IncrementalAlterConfigsResponseData();
        for (AlterConfigsResource resource : body.resources()) {
            response.responses().add(alter(resource, body.validateOnly()));
        }
        return completedFuture(response);
    }

    private AlterConfigsResourceResponse alter(
            AlterConfigsResource resource, boolean validateOnly) {
        var result =
                new AlterConfigsResourceResponse()
                        .setResourceType(resource.resourceType())
                        .setResourceName(resource.resourceName());
        try {
            requireTopic(resource);
            topics.alter(
                    resource.resourceName(), before -> changed(before, resource), validateOnly);
            return result;
        } catch (ApiException | IllegalArgumentException | IOException e) {
            return failed(result, error(e), e.getMessage());
        }
    }

    private static Errors error(Exception e) {
        if (e instanceof IllegalArgumentException) {
            return Errors.INVALID_CONFIG; // no such setting, or not of that value
        }
        return e instanceof IOException ? Errors.KAFKA_STORAGE_ERROR : Errors.forException(e);
    }

    private void requireTopic(AlterConfigsResource resource) {
        if (resource.resourceType() != ConfigResource.Type.TOPIC.id()) {
            throw new InvalidRequestException(
                    "only settings of topics can be changed while the broker runs");
        } else if (topics.partitions(resource.resourceName()).isEmpty()) {
            throw new UnknownTopicOrPartitionException("no topic " + resource.resourceName());
        }
    }

    private static Map<String, String> changed(
            Map<String, String> before, AlterConfigsResource resource) {
        requireEachOnce(resource);
        Map<String, String> settings = new TreeMap<>(before);
        for (AlterableConfig change : resource.configs()) {
            change(settings, change);
        }
        return settings;
    }

    private static void requireEachOnce(AlterConfigsResource resource) {
        var names = new HashSet<String>();
        for (AlterableConfig change : resource.configs()) {
            if (!names.add(change.name())) {
                throw new InvalidRequestException(change.name() + " is changed twice");
            }
        }
    }

    private static void change(Map<String, String> settings, AlterableConfig change) {
        OpType operation = OpType.forId(change.configOperation());
        if (operation == OpType.DELETE) {
            settings.remove(change.name());
            return;
        } else if (operation == null || change.value() == null) {
            throw new InvalidRequestException(change.name() + ": no such change, or no value");
        }
        settings.put(
                change.name(),
                operation == OpType.SET ? change.value() : listed(settings, change, operation));
    }

    private static String listed(
            Map<String, String> settings, AlterableConfig change, OpType operation) {
        if (!TopicSettings.isList(change.name())) {
            throw new InvalidConfigurationException(change.name() + " is not a list");
        }
        String now =
                settings.getOrDefault(change.name(), TopicSettings.listByDefault(change.name()));
        Set<String> values = new LinkedHashSet<>(split(now));
        if (operation == OpType.APPEND) {
            values.addAll(split(change.value()));
        } else {
            values.removeAll(split(change.value()));
        }
        return String.join(",", values);
    }

    private static List<String> split(String list) {
        return new ArrayList<>(Arrays.asList(list.split("\\s*,\\s*")));
    }

    private static AlterConfigsResourceResponse failed(
            AlterConfigsResourceResponse result, Errors error, String message) {
        LOG.warn("settings of {} stay as they are: {}", result.resourceName(), message);
        return result.setErrorCode(error.code()).setErrorMessage(message);
    }
}
