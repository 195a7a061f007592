package labs.proxy.tcp;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * How a proxy is to be.
 *
 * @param listen port 0 for any that is free
 * @param connectTimeout how long one try may take
 * @param retries how many more tries there are when the first failed
 * @param nativeTransport whether epoll may be used where there is one
 */
public record TcpOptions(
        InetSocketAddress listen, Duration connectTimeout, int retries, boolean nativeTransport) {
    public TcpOptions {
        if (connectTimeout.toMillis() < 1 || retries < 0) {
            throw new IllegalArgumentException(
                    "connect timeout " + connectTimeout + ", retries " + retries);
        }
    }
}
