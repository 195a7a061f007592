package labs.mq.broker;

import java.net.InetSocketAddress;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One request.
 *
 * @param reachableAt the address at which clients are told to reach us
 */
record Request(RequestHeader header, ApiMessage body, InetSocketAddress reachableAt) {
    short version() {
        return header.apiVersion();
    }

    String clientId() {
        return header.clientId();
    }
}
