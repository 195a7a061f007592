package labs.mq.broker;

import java.net.InetSocketAddress;
import labs.mq.group.ClientAddress;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * One request.
 *
 * @param reachableAt the address at which clients are told to reach us
 * @param host where the client is
 */
record Request(RequestHeader header, ApiMessage body, InetSocketAddress reachableAt, String host) {
    short version() {
        return header.apiVersion();
    }

    /** Who asks. */
    ClientAddress client() {
        String id = header.clientId();
        return new ClientAddress(id == null ? "" : id, host);
    }
}
