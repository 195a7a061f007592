package labs.mq.broker;

import java.net.InetSocketAddress;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One request.
 *
 * @param at the address of ours that the client connected to: it can reach us there
 */
record Request(RequestHeader header, ApiMessage body, InetSocketAddress at) {
    short version() {
        return header.apiVersion();
    }

    String clientId() {
        return header.clientId();
    }
}
