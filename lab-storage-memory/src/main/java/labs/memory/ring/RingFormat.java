package labs.memory.ring;

import java.util.List;
import java.util.function.Function;

/**
 * Where real clients place keys. Programs that share servers must share the format, too: with
 * another one they miss each other's values, and what one deletes stays for the other.
 */
public enum RingFormat {
    /** spymemcached 2.12.3 as it comes: no ring. */
    SPYMEMCACHED_DEFAULT(servers -> new Modulo(servers, KeyHash.NATIVE)),

    /** {@code Locator.CONSISTENT} with {@code KETAMA_HASH}, and KetamaConnectionFactory. */
    SPYMEMCACHED_KETAMA(
            servers -> ring(servers, ServerName.AS_GIVEN, PointCount.SHARE, KeyHash.MD5)),

    /** {@code Locator.CONSISTENT} with the hash left as it is: all keys go to few servers. */
    SPYMEMCACHED_CONSISTENT_NATIVE(
            servers -> ring(servers, ServerName.AS_GIVEN, PointCount.SHARE, KeyHash.NATIVE)),

    /** {@code KetamaNodeKeyFormatter.Format.LIBMEMCACHED}, which looks the host's name up. */
    SPYMEMCACHED_LIBMEMCACHED(
            servers -> ring(servers, ServerName.HOST, PointCount.SHARE, KeyHash.MD5)),

    /** xmemcached 2.4.9 as it comes: no ring. */
    XMEMCACHED_DEFAULT(servers -> new Modulo(servers, KeyHash.NATIVE)),

    /** {@code KetamaMemcachedSessionLocator}. */
    XMEMCACHED_KETAMA(
            servers ->
                    ring(
                            servers,
                            ServerName.HOST_AND_ADDRESS,
                            PointCount.TIMES_WEIGHT,
                            KeyHash.MD5)),

    /** {@code KetamaMemcachedSessionLocator(true)}, as nginx' upstream consistent hash. */
    XMEMCACHED_NGINX(
            servers -> ring(servers, ServerName.ADDRESS, PointCount.TIMES_WEIGHT, KeyHash.MD5)),

    /** {@code LibmemcachedMemcachedSessionLocator}. */
    XMEMCACHED_LIBMEMCACHED(
            servers -> ring(servers, ServerName.HOST, PointCount.HUNDRED, KeyHash.ONE_AT_A_TIME)),

    /** {@code ElectionMemcachedSessionLocator}: rendezvous hashing. */
    XMEMCACHED_ELECTION(servers -> new RendezvousHash(servers, RendezvousHash::electionScore)),

    /** libmemcached 1.1.4 as it comes: no ring. */
    LIBMEMCACHED_DEFAULT(servers -> new Modulo(servers, KeyHash.ONE_AT_A_TIME)),

    /** {@code DISTRIBUTION_CONSISTENT} and {@code BEHAVIOR_KETAMA}. */
    LIBMEMCACHED_KETAMA(
            servers -> ring(servers, ServerName.GIVEN, PointCount.HUNDRED, KeyHash.ONE_AT_A_TIME)),

    /** {@code BEHAVIOR_KETAMA_WEIGHTED}. */
    LIBMEMCACHED_KETAMA_WEIGHTED(
            servers -> ring(servers, ServerName.GIVEN, PointCount.SHARE, KeyHash.MD5)),

    /** Jump consistent hash; no Memcached client's. */
    JUMP(JumpHash::new),

    /** Rendezvous hashing by weight; no Memcached client's. */
    RENDEZVOUS(RendezvousHash::weighted);

    private final Function<List<RingServer>, Placement> placement;

    RingFormat(Function<List<RingServer>, Placement> placement) {
        this.placement = placement;
    }

    private static Placement ring(
            List<RingServer> servers, ServerName name, PointCount count, KeyHash hash) {
        return new ConsistentHashRing(servers, name, count, hash);
    }

    /**
     * Places keys on these servers.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Placement place(List<RingServer> servers) {
        return placement.apply(servers);
    }
}
