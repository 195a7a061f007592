package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import labs.mq.group.CommittedOffsets;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** All that this broker can be asked, and which versions of it. Thread-safe. */
final class Apis {
    private final Map<ApiKeys, Api<?>> apis = new EnumMap<>(ApiKeys.class);

    /**
     * @param more those of groups and so on
     */
    Apis(Topics topics, CommittedOffsets offsets, List<Api<?>> more) {
        List.of(
                        new Versions(),
                        new MetadataApi(topics),
                        new CreateTopicsApi(topics),
                        new DeleteTopicsApi(topics, offsets),
                        new DescribeConfigsApi(topics),
                        new ProduceApi(topics),
                        new ListOffsetsApi(topics),
                        new FetchApi(topics),
                        new CreatePartitionsApi(topics),
                        new DeleteRecordsApi(topics),
                        new AlterConfigsApi(topics),
                        new DescribeClusterApi())
                .forEach(api -> apis.put(api.key(), api));
        more.forEach(api -> apis.put(api.key(), api));
    }

    /** Whether there is such an API in that version. */
    boolean knows(short key, short version) {
        return ApiKeys.hasId(key) && isSupported(ApiKeys.forId(key), version);
    }

    private boolean isSupported(ApiKeys key, short version) {
        Api<?> api = apis.get(key);
        return api != null && version >= key.oldestVersion() && version <= api.newest();
    }

    /** Answers a request that {@link #knows} allows. */
    CompletionStage<? extends ApiMessage> answer(Request request) {
        return answer(apis.get(request.header().apiKey()), request);
    }

    @SuppressWarnings("unchecked") // an API's key says which message its requests are
    private static <Q extends ApiMessage> CompletionStage<? extends ApiMessage> answer(
            Api<Q> api, Request request) {
        return api.answer(request, (Q) request.body());
    }

    /** What a client asks first: which APIs there are. */
    ApiVersionsResponseData versions(Errors error) {
        // BEGIN SOLUTION
        var response = new ApiVersionsResponseData().setErrorCode(error.code());
        apis.values()
                .forEach(
                        api ->
                                response.apiKeys()
                                        .add(
                                                new ApiVersion()
                                                        .setApiKey(api.key().id)
                                                        .setMinVersion(api.key().oldestVersion())
                                                        .setMaxVersion(api.newest())));
        return response;
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    private final class Versions implements Api<ApiVersionsRequestData> {
        @Override
        public ApiKeys key() {
            return ApiKeys.API_VERSIONS;
        }

        @Override
        public short newest() {
            return 4;
        }

        @Override
        public CompletionStage<ApiVersionsResponseData> answer(
                Request request, ApiVersionsRequestData body) {
            return completedFuture(versions(Errors.NONE));
        }
    }
}
