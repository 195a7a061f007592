/**
 * The messages of XML-RPC: a call goes one way, a response comes back.
 *
 * <pre>
 *   client                                         server
 *   MethodCall(method, params) ---- bytes ----&gt;  MethodCall
 *   MethodResponse             &lt;--- bytes -----  Success(value) or Fault(code, message)
 * </pre>
 *
 * <p>Start with {@link labs.rpc.message.MethodCall} and {@link labs.rpc.message.MethodResponse},
 * then {@link labs.rpc.message.MessageCodec}. A Fault is an answer; a {@link
 * labs.rpc.message.BadMessageException} says that there was none that we could read.
 */
package labs.rpc.message;
