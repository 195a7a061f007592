/**
 * What server and client have in common below HTTP: the choice of the way to the sockets.
 *
 * <pre>
 *   XmlRpcServer, Connector  ----  Transport  ----  epoll (Linux), or Java's NIO (everywhere)
 * </pre>
 *
 * <p>Nothing here is a lesson: both behave the same, epoll only costs less for each read and write.
 */
package labs.rpc.transport;
