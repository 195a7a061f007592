package labs.proxy.vrrp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives a {@link VirtualRouter} over UDP, on a thread of its own.
 *
 * <p>Real VRRP is an IP protocol of its own, number 112, sent to the multicast address 224.0.0.18
 * with a TTL of 255 that proves that no router lay between. That takes raw sockets. Here the same
 * packets go in UDP to a list of peers, as with keepalived's {@code unicast_peer}; whoever is not
 * on the list is not heard.
 *
 * <p>Thread-safe. Close it.
 */
public final class VrrpRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VrrpRunner.class);

    private enum End {
        NOT_YET,
        STOP,
        KILL
    }

    private final Set<Peer> peers;
    private final DatagramChannel channel;
    private final Selector selector;
    private final AddressOwner owner;
    private final Inbox inbox;
    private final VirtualRouter router; // only the thread touches it
    private final AtomicLong unsent = new AtomicLong();
    private final Thread thread;
    private volatile Role role = Role.INITIALIZE;
    private volatile End end = End.NOT_YET;
    private volatile Optional<Exception> failure = Optional.empty();

    private VrrpRunner(
            Settings settings, DatagramChannel channel, Set<Peer> peers, AddressOwner owner)
            throws IOException {
        this.peers = Set.copyOf(peers);
        this.channel = channel;
        this.owner = owner;
        this.inbox = new Inbox(settings.routerId(), peers);
        this.router =
                new VirtualRouter(settings, self(channel), System::nanoTime, new RealEffects());
        channel.configureBlocking(false);
        this.selector = Selector.open();
        channel.register(selector, SelectionKey.OP_READ);
        this.thread = new Thread(this::run, "vrrp-" + settings.routerId());
    }

    private static Peer self(DatagramChannel channel) throws IOException {
        return Peer.of((InetSocketAddress) channel.getLocalAddress());
    }

    /**
     * Begins.
     *
     * @param channel bound to an address of this machine; closed in the end, and at once if this
     *     fails
     */
    public static VrrpRunner start(
            Settings settings, DatagramChannel channel, Set<Peer> peers, AddressOwner owner)
            throws IOException {
        try {
            var runner = new VrrpRunner(settings, channel, peers, owner);
            runner.thread.start();
            return runner;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    public Role role() {
        return role;
    }

    /** How many packets were dropped for which reason. */
    public Map<Fault, Long> dropped() {
        return inbox.dropped();
    }

    /** How many advertisements the network did not take: while a link is down, they all fail. */
    public long unsent() {
        return unsent.get();
    }

    /** Why it ended by itself, if it did. */
    public Optional<Exception> failure() {
        return failure;
    }

    private void run() {
        try (channel;
                selector) {
            owner.release(); // what an earlier life may have left
            router.start();
            while (end == End.NOT_YET) {
                role = router.role();
                step();
            }
            if (end == End.STOP) {
                router.stop();
            }
        } catch (IOException | RuntimeException e) {
            failure = Optional.of(e);
            LOG.error("the virtual router ends", e);
            giveUp();
        } finally {
            role = Role.INITIALIZE;
        }
    }

    /** Without this machine's word and address the others take over. */
    private void giveUp() {
        try {
            owner.release();
        } catch (IOException | RuntimeException e) {
            LOG.error("the address could not be given back", e);
        }
    }

    private void step() throws IOException {
        long millis = router.untilTimeout().map(Duration::toMillis).orElse(0L);
        selector.select(millis + 1); // 0 would be for ever
        selector.selectedKeys().clear();
        // First all that was said: a machine that stood still finds the master's words here, and
        // must not believe that there were none.
        hearAll();
        router.timeout();
    }

    private void hearAll() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(AdvertisementCodec.LONGEST + 1);
        while (channel.receive(buffer.clear()) instanceof InetSocketAddress from) {
            byte[] packet = new byte[buffer.flip().remaining()];
            buffer.get(packet);
            Peer peer = Peer.of(from);
            inbox.accept(packet, peer).ifPresent(heard -> router.received(heard, peer));
        }
    }

    /** Blocks until it has ended. */
    public void await() throws InterruptedException {
        thread.join();
    }

    /** Stops with a word to the others, and waits for the end. */
    @Override
    public void close() {
        end(End.STOP);
    }

    /** Ends as a crash would, without a word and with the address still held. */
    public void kill() {
        end(End.KILL);
    }

    private void end(End how) {
        if (end == End.NOT_YET) {
            end = how;
        }
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The real socket and the real address. */
    private final class RealEffects implements Effects {
        @Override
        public void send(Advertisement advertisement) {
            byte[] packet = AdvertisementCodec.encode(advertisement);
            for (Peer peer : peers) {
                try {
                    channel.send(ByteBuffer.wrap(packet), peer.socketAddress());
                } catch (IOException e) {
                    // A link that is down is what all this is for: not a reason to end.
                    unsent.incrementAndGet();
                    LOG.debug("to {}", peer, e);
                }
            }
            if (role == Role.MASTER && advertisement.priority() != Advertisement.FAREWELL) {
                tell(owner::keep);
            }
        }

        @Override
        public void takeAddress() {
            tell(owner::take);
        }

        @Override
        public void giveAddress() {
            tell(owner::release);
        }

        private void tell(Call call) {
            try {
                call.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @FunctionalInterface
    private interface Call {
        void run() throws IOException;
    }
}
