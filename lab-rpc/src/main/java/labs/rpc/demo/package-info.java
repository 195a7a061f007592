/**
 * What there is to run.
 *
 * <pre>
 *   Tour         every client against our server, one exchange on the wire, one job done three ways
 *     ├─ Clients        our client, Apache's, Python's
 *     ├─ Wire           a request and its response, byte by byte
 *     └─ Comparison     runs ByCalls, BySpace and ByQueue, and prints what it measured
 *   ServerMain   serves until Ctrl-C
 *     └─ DemoServer     what both serve: validator1.*, introspection, multicall, at most once
 * </pre>
 *
 * <p>Start reading at {@link labs.rpc.demo.Tour}. The most instructive are the three ways, {@link
 * labs.rpc.demo.ByCalls}, {@link labs.rpc.demo.BySpace} and {@link labs.rpc.demo.ByQueue}: the same
 * job, and each time somebody else has to cope when a worker dies.
 */
package labs.rpc.demo;
