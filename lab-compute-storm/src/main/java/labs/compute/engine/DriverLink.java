package labs.compute.engine;

import java.rmi.Remote;
import java.rmi.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a task calls the driver, and is called by it. */
final class DriverLink implements AutoCloseable {
    static final String ADDRESS = "lab.driver";
    private static final Logger LOG = LoggerFactory.getLogger(DriverLink.class);

    private final DriverService service;
    private final String host;
    private final List<Remote> exported = new ArrayList<>();

    private DriverLink(DriverService service, String host) {
        this.service = service;
        this.host = host;
    }

    static DriverLink of(Map<String, Object> conf, Options options) {
        var service = (DriverService) Remotes.ofText((String) conf.get(ADDRESS));
        return new DriverLink(service, Remotes.hostFor(options.host()));
    }

    /** Something to say. */
    interface Say {
        void to(DriverService service) throws RemoteException;
    }

    /**
     * Says it. Nobody may be there to hear: a driver that was killed cannot kill its topology,
     * which then has nothing to do and must not fall into restarts.
     */
    void say(Say what) {
        try {
            what.to(service);
        } catch (RemoteException e) {
            LOG.warn("the driver does not answer", e);
        }
    }

    DriverService service() {
        return service;
    }

    Remote export(Remote object) {
        exported.add(object);
        return Remotes.export(object, host);
    }

    @Override
    public void close() {
        exported.forEach(Remotes::unexport);
        exported.clear();
    }
}
