package labs.proxy.vrrp;

/** A packet that is no advertisement. */
public final class BadPacketException extends Exception {
    private static final long serialVersionUID = 1;

    private final Fault fault;

    BadPacketException(Fault fault) {
        super(fault.name());
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
