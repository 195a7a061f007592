/**
 * Two proxies and one address, which moves to the one that lives: VRRP, as keepalived does it.
 *
 * <pre>
 *    packets ─▶ Inbox ─▶ AdvertisementCodec ─▶ VirtualRouter ─▶ Effects ─┬─▶ packets
 *               (who, what)                     (the state machine)      └─▶ AddressOwner
 *    clock ───────────────────────────────────────▲   ▲                       ip addr, ARP
 *                                              Timing Peer
 *
 *    VrrpRunner   all this on one thread, a real socket and a real clock
 *    VrrpMain     as a program of its own, beside a proxy
 *    VrrpDemo     two of them in one process, told
 * </pre>
 *
 * <p>Start reading at {@link labs.proxy.vrrp.VirtualRouter}.
 */
package labs.proxy.vrrp;
