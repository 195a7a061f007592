package labs.proxy.vrrp;

import java.util.function.BooleanSupplier;
import labs.kit.sim.Machine;
import labs.kit.sim.Node;

/** A router on a simulated machine. Its address is 10.0.0.1 and so on. */
final class SimulatedRouter implements Node<Advertisement> {
    private static final String TIMER = "vrrp";

    private final Machine<Advertisement> machine;
    private final VirtualRouter router;
    private final BooleanSupplier lost;
    private boolean held;

    /**
     * @param lost asked for each packet that is sent
     */
    SimulatedRouter(Machine<Advertisement> machine, Settings settings, BooleanSupplier lost) {
        this.machine = machine;
        this.lost = lost;
        this.router =
                new VirtualRouter(
                        settings,
                        address(machine.id()),
                        () -> machine.now().toNanos(),
                        new SimulatedEffects());
    }

    private static Peer address(int id) {
        return Routers.peer("10.0.0." + (id + 1));
    }

    VirtualRouter router() {
        return router;
    }

    boolean held() {
        return held;
    }

    @Override
    public void start() {
        router.start();
        arm();
    }

    @Override
    public void receive(int from, Advertisement message) {
        router.received(message, address(from));
        arm();
    }

    @Override
    public void timeout(String timer) {
        router.timeout();
        arm();
    }

    void stop() {
        router.stop();
        machine.cancel(TIMER);
    }

    private void arm() {
        router.untilTimeout().ifPresent(left -> machine.timer(TIMER, left));
    }

    @Override
    public Object state() {
        return router.role();
    }

    private final class SimulatedEffects implements Effects {
        @Override
        public void send(Advertisement advertisement) {
            for (int node : machine.nodes()) {
                if (node != machine.id() && !lost.getAsBoolean()) {
                    machine.send(node, advertisement);
                }
            }
        }

        @Override
        public void takeAddress() {
            held = true;
        }

        @Override
        public void giveAddress() {
            held = false;
        }
    }
}
