package labs.proxy.vrrp;

/** Why a packet is dropped. */
public enum Fault {
    /** From somebody who is none of the peers. */
    STRANGER,
    /** Shorter or longer than it says itself. */
    LENGTH,
    /** Not version 3. */
    VERSION,
    /** Not an advertisement. */
    TYPE,
    /** Its sum is wrong. */
    CHECKSUM,
    /** A value that cannot be: the router's id or the interval is 0. */
    VALUE,
    /** Sound, but of another virtual router. */
    ANOTHER_ROUTER
}
