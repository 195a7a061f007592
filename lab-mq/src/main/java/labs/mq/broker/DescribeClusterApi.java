package labs.mq.broker;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.message.DescribeClusterResponseData.DescribeClusterBroker;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/** Says which brokers there are: this one. */
final class DescribeClusterApi implements Api<DescribeClusterRequestData> {
    private static final byte BROKERS = 1; // the kind of endpoint; there are no controllers to ask

    @Override
    public ApiKeys key() {
        return ApiKeys.DESCRIBE_CLUSTER;
    }

    @Override
    public short newest() {
        return 2;
    }

    @Override
    public CompletionStage<DescribeClusterResponseData> answer(
            Request request, DescribeClusterRequestData body) {
        var response = new DescribeClusterResponseData().setClusterId(MetadataApi.CLUSTER);
        if (body.endpointType() != BROKERS) {
            return completedFuture(
                    response.setErrorCode(Errors.MISMATCHED_ENDPOINT_TYPE.code())
                            .setErrorMessage("this is a broker, and no controller"));
        }
        response.setControllerId(MetadataApi.NODE);
        response.brokers()
                .add(
                        new DescribeClusterBroker()
                                .setBrokerId(MetadataApi.NODE)
                                .setHost(request.reachableAt().getHostString())
                                .setPort(request.reachableAt().getPort()));
        return completedFuture(response);
    }
}
