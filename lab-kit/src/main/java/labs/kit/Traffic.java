package labs.kit;

/**
 * What has passed through a {@link FaultProxy} so far.
 *
 * @param connections connections accepted from clients
 * @param bytesToServer bytes passed on to the server
 * @param bytesToClient bytes passed on to clients
 * @param repliesLost replies that the server sent and no client saw
 * @param cuts connections reset by the proxy, lost replies included
 */
public record Traffic(
        long connections, long bytesToServer, long bytesToClient, long repliesLost, long cuts) {}
