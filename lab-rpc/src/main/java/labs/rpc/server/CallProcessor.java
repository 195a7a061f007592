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
import labs.rpc.value.DateReader;

/**
 * From the document of a call to the document of its answer. There is an answer to everything.
 * Thread-safe.
 */
final class CallProcessor {
    private static final Logger LOG = System.getLogger(CallProcessor.class.getName());

    private final CallHandler handler;
    private final DateReader dates;

    CallProcessor(CallHandler handler, DateReader dates) {
        this.handler = handler;
        this.dates = dates;
    }

    byte[] process(CallContext context, byte[] document) {
        // BEGIN SOLUTION
        MethodResponse response = respond(context, document);
        try {
            return MessageCodec.encode(response);
        } catch (Throwable e) { // not only of what XML-RPC lacks: a list may be made as it is read
            LOG.log(Level.WARNING, "an answer that could not be written", e);
            return MessageCodec.encode(
                    internalError(
                            e instanceof BadValueException
                                    ? "the result cannot be carried by XML-RPC"
                                    : "the result could not be written"));
        }
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO rpc-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private MethodResponse respond(CallContext context, byte[] document) {
        try {
            MethodCall call = MessageCodec.decodeCall(document, dates);
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
