package labs.proxy.vrrp;

import java.io.IOException;

/**
 * Takes an address for this machine and gives it back. All calls come from one thread, one after
 * the other.
 */
public interface AddressOwner {
    /**
     * Takes the address, and tells the neighbours, who still send to the old master. If it is held
     * already, they are told again.
     */
    void take() throws IOException;

    /** It is still wanted: called with every advertisement that was sent. */
    void keep() throws IOException;

    /** Gives it back; does nothing if it is not held. */
    void release() throws IOException;
}
