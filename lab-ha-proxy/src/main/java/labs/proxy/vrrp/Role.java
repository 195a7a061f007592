package labs.proxy.vrrp;

/** The states of RFC 5798. RFC 9568 says active for master. */
public enum Role {
    /** Not started, or stopped. */
    INITIALIZE,
    /** Listens, and takes over when the master is silent. */
    BACKUP,
    /** Has the address, and says so. */
    MASTER
}
