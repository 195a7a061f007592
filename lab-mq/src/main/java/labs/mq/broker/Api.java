package labs.mq.broker;

import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * What answers the requests of one kind. Called by the event loop of the connection: it must not
 * wait, but may complete the answer later, on any thread.
 *
 * @param <Q> the request's message
 */
interface Api<Q extends ApiMessage> {
    ApiKeys key();

    /** The newest version that it understands; from the oldest that Kafka's clients still know. */
    short newest();

    /**
     * @return the answer, or null for a request that wants none
     */
    CompletionStage<? extends ApiMessage> answer(Request request, Q body);

    /** One that is a single function. */
    static <Q extends ApiMessage> Api<Q> of(
            ApiKeys key,
            int newest,
            BiFunction<Request, Q, CompletionStage<? extends ApiMessage>> answer) {
        return new Api<>() {
            @Override
            public ApiKeys key() {
                return key;
            }

            @Override
            public short newest() {
                return (short) newest;
            }

            @Override
            public CompletionStage<? extends ApiMessage> answer(Request request, Q body) {
                return answer.apply(request, body);
            }
        };
    }
}
