package labs.mq.broker;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.RequestHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: takes one request at a time, and answers in the order of the requests,
 * as the protocol demands. Whoever sends what is no request is cut off; the others notice nothing.
 * Confined to its event loop.
 */
final class Connection extends SimpleChannelInboundHandler<ByteBuf> {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private static final int MOST_WAITING = 16;

    private final Apis apis;
    private final InetSocketAddress advertised;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private boolean busy; // a request is being answered, or its answer not yet written
    private CompletableFuture<?> pending; // the answer that is waited for, or null
    private boolean serving; // serveNext is running

    /**
     * @param advertised null if clients are to reach us where they have reached us now
     */
    Connection(Apis apis, InetSocketAddress advertised) {
        super(false); // frames are kept until their turn comes
        this.apis = apis;
        this.advertised = advertised;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        waiting.add(frame);
        if (waiting.size() >= MOST_WAITING) {
            context.channel().config().setAutoRead(false); // its own buffers fill, not ours
        }
        serveNext(context);
    }

    private void serveNext(ChannelHandlerContext context) {
        if (serving) {
            return; // an answer came at once: the loop below goes on
        }
        serving = true;
        while (!busy && !waiting.isEmpty()) {
            serveOne(context, waiting.poll());
        }
        serving = false;
        if (waiting.isEmpty()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void serveOne(ChannelHandlerContext context, ByteBuf frame) {
        busy = true;
        try {
            serve(context, frame);
        } catch (RuntimeException e) { // whatever the parser throws at bytes that lie
            LOG.warn(
                    "{} sent what is no request: {}",
                    context.channel().remoteAddress(),
                    e.toString());
            context.close();
        } finally {
            frame.release();
        }
    }

    private void serve(ChannelHandlerContext context, ByteBuf frame) {
        // BEGIN SOLUTION
        ByteBuffer bytes = frame.nioBuffer();
        short key = bytes.getShort(0);
        short version = bytes.getShort(2);
        if (!apis.knows(key, version)) {
            refuse(context, bytes, key, version);
            return;
        }
        RequestHeader header = RequestHeader.parse(bytes);
        ApiMessage body = header.apiKey().messageType.newRequest();
        body.read(new ByteBufferAccessor(bytes), version);
        CompletionStage<? extends ApiMessage> answer =
                apis.answer(new Request(header, body, reachableAt(context), host(context)));
        if (answer == null) {
            busy = false; // nobody waits for an answer
            return;
        }
        pending = answer.toCompletableFuture();
        answer.whenComplete(
                (response, failure) ->
                        inLoop(context, () -> send(context, header, response, failure)));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO mq-3: see README, part 3");
    }

    /** Where the client has reached us, unless there is another address for all of them. */
    private InetSocketAddress reachableAt(ChannelHandlerContext context) {
        return advertised != null
                ? advertised
                : (InetSocketAddress) context.channel().localAddress();
    }

    /** As Kafka's tools show it: with a slash. */
    private static String host(ChannelHandlerContext context) {
        var address = (InetSocketAddress) context.channel().remoteAddress();
        return address == null ? "" : "/" + address.getAddress().getHostAddress();
    }

    // BEGIN SOLUTION
    /** A client that is newer than we are asks again in version 0, once it has been told. */
    private void refuse(ChannelHandlerContext context, ByteBuffer bytes, short key, short version) {
        if (key != ApiKeys.API_VERSIONS.id) {
            throw new IllegalArgumentException("no API " + key + " in version " + version);
        }
        int correlation = bytes.getInt(4);
        var header = new RequestHeader(ApiKeys.API_VERSIONS, (short) 0, "", correlation);
        send(context, header, apis.versions(Errors.UNSUPPORTED_VERSION), null);
    }

    // END SOLUTION

    private static void inLoop(ChannelHandlerContext context, Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    private void send(
            ChannelHandlerContext context,
            RequestHeader header,
            ApiMessage response,
            Throwable failure) {
        if (failure instanceof CancellationException) {
            return; // the connection is gone
        } else if (failure != null) {
            LOG.error("{} of {} failed", header, context.channel().remoteAddress(), failure);
            context.close();
            return;
        }
        pending = null;
        List<Object> pieces;
        try {
            pieces = ResponseWriter.write(context.alloc(), header, response);
        } catch (RuntimeException e) {
            LOG.error("no answer to {} could be made", header, e);
            context.close();
            return;
        }
        write(context, pieces).addListener(done -> written(context, done));
    }

    /** A client that reads no answers gets no further ones: they would pile up here. */
    private void written(ChannelHandlerContext context, Future<?> done) {
        if (done.isSuccess()) {
            busy = false;
            serveNext(context);
        } else {
            context.close();
        }
    }

    private static ChannelFuture write(ChannelHandlerContext context, List<Object> pieces) {
        int last = pieces.size() - 1;
        for (Object piece : pieces.subList(0, last)) {
            context.write(piece).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        return context.writeAndFlush(pieces.get(last));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        if (pending != null) {
            pending.cancel(false); // who would read it? a fetch must not wait on
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("{} was lost", context.channel().remoteAddress(), cause);
        } else if (cause instanceof DecoderException) { // a frame too long, or of less than nothing
            LOG.warn("{}: {}", context.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.error("{} is cut off", context.channel().remoteAddress(), cause);
        }
        context.close();
    }
}
