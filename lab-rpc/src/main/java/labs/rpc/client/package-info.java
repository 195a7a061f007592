/**
 * The client: Java methods in, HTTP requests out, and an honest answer when the network fails.
 *
 * <pre>
 *   bank.transfer(…)        RemoteMethods   what does this Java method mean over there?
 *         │
 *   XmlRpcClient            encodes the call, decodes the response
 *         │
 *   Attempts                how often, until when, and may it be sent again at all?
 *         │
 *   ConnectionPool          an open connection, a new one, or a place in the line
 *         │
 *   Connection              one request out, one response in, or a failure that says what is known
 * </pre>
 *
 * <p>Read from the bottom up: {@link labs.rpc.client.Connection}, {@link
 * labs.rpc.client.ConnectionPool}, {@link labs.rpc.client.Attempts}, {@link
 * labs.rpc.client.RemoteMethods}. {@link labs.rpc.client.ClientOptions} and the exceptions are
 * given.
 */
package labs.rpc.client;
