package labs.proxy.vrrp;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets advertisements of one virtual router through, and drops and counts all else. Whoever speaks
 * on the network can send a packet, and one that is believed moves an address. Thread-safe.
 */
final class Inbox {
    private final int routerId;
    private final Set<Peer> peers;
    private final Map<Fault, Long> dropped = new EnumMap<>(Fault.class); // guarded by this

    Inbox(int routerId, Set<Peer> peers) {
        this.routerId = routerId;
        this.peers = Set.copyOf(peers);
    }

    /**
     * What it says, if it comes from a peer, is sound and speaks of this virtual router; if not, it
     * is counted with the first {@link Fault} it has. Never fails.
     */
    synchronized Optional<Advertisement> accept(byte[] packet, Peer from) {
        // BEGIN SOLUTION
        if (!peers.contains(from)) {
            return drop(Fault.STRANGER);
        }
        try {
            Advertisement advertisement = AdvertisementCodec.decode(packet);
            return advertisement.routerId() == routerId
                    ? Optional.of(advertisement)
                    : drop(Fault.ANOTHER_ROUTER);
        } catch (BadPacketException e) {
            return drop(e.fault());
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO ha-proxy-8: README, part 8");
    }

    /** How many were dropped for which reason; reasons that never were are not in it. */
    synchronized Map<Fault, Long> dropped() {
        return Map.copyOf(dropped);
    }

    // BEGIN SOLUTION
    private Optional<Advertisement> drop(Fault fault) {
        dropped.merge(fault, 1L, Long::sum);
        return Optional.empty();
    }
    // END SOLUTION
    // STUB: // What else it needs goes here.
}
