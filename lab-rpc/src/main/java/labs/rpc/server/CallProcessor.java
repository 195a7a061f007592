package labs.rpc.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import labs.rpc.dispatch.CallContext;
import labs.rpc.dispatch.CallHandler;
import labs.rpc.message.BadMessageException;
import labs.rpc.message.FaultCode;
import labs.rpc.message.FaultException;
import labs.rpc.message.MessageCodec;
import labs.rpc.message.MethodCall;
import labs.rpc.message.MethodResponse;
import labs.rpc.value.BadValueException;

/**
 * From the document of a call to the document of its answer. There is an answer to everything.
 * Thread-safe.
 */
final class CallProcessor {
    private static final Logger LOG = System.getLogger(CallProcessor.class.getName());

    private final CallHandler handler;

    CallProcessor(CallHandler handler) {
        this.handler = handler;
    }

    byte[] process(CallContext context, byte[] document) {
        // BEGIN SOLUTION
        MethodResponse response = respond(context, document);
        try {
            return MessageCodec.encode(response);
        } catch (BadValueException e) {
            LOG.log(Level.WARNING, "an answer that XML-RPC cannot carry", e);
            return MessageCodec.encode(internalError("the result cannot be carried by XML-RPC"));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private MethodResponse respond(CallContext context, byte[] document) {
        try {
            MethodCall call = MessageCodec.decodeCall(document);
            return new MethodResponse.Success(handler.call(context, call.method(), call.params()));
        } catch (BadMessageException e) {
            return new MethodResponse.Fault(e.code(), e.getMessage());
        } catch (FaultException e) {
            return new MethodResponse.Fault(e.code(), e.getMessage());
        } catch (Throwable e) { // an Error too must not cost the peer its answer and the pool its
            // worker
            LOG.log(Level.ERROR, "the server failed", e);
            return internalError("the server failed");
        }
    }

    private static MethodResponse internalError(String message) {
        return new MethodResponse.Fault(FaultCode.INTERNAL_ERROR, message);
    }
    // END SOLUTION
}
