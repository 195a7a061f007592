/**
 * From the name of a method and its parameters to a Java method.
 *
 * <pre>
 *   CallHandler.call(context, "accounts.transfer", [struct, int])
 *        |
 *   Dispatcher ---- which method?      no: fault -32601
 *   Overloads  ---- how many?          no: fault -32602
 *   BoundMethod, Converter -- fits?    no: fault -32602
 *        |
 *   Accounts.transfer(Order, long)     throws: fault -32500, and a line in our own log
 * </pre>
 *
 * <p>Start with {@link labs.rpc.dispatch.CallHandler}: all that stands around a call is one that
 * holds the next. Then {@link labs.rpc.dispatch.Dispatcher}, and {@link
 * labs.rpc.dispatch.Converter} last.
 */
package labs.rpc.dispatch;
