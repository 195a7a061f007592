package labs.proxy.mysql.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import java.util.List;

/**
 * Waits for the first packet of a client. If that is the beginning of a login that asks for TLS, it
 * puts TLS in its own place; else it goes away, and all bytes go on as they came.
 *
 * <pre>
 *   greeting ─▶ 32 bytes: capabilities with SSL … ─▶ TLS ─▶ the login again, all of it, number 2
 * </pre>
 *
 * <p>See <a
 * href="https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_ssl_request.html">SSLRequest</a>.
 */
public final class TlsRequest extends ByteToMessageDecoder {
    private static final int CAPABILITIES = 4;

    private final SslContext tls;

    public TlsRequest(SslContext tls) {
        this.tls = tls;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int begin = in.readerIndex();
        if (in.readableBytes() < PacketDecoder.HEADER + CAPABILITIES) {
            return;
        }
        int length = in.getUnsignedMediumLE(begin);
        int asked = in.getIntLE(begin + PacketDecoder.HEADER);
        if ((asked & Capabilities.SSL) == 0 || length > Login.LONGEST_TLS_REQUEST) {
            context.pipeline().remove(this);
        } else if (in.readableBytes() >= PacketDecoder.HEADER + length) {
            in.skipBytes(PacketDecoder.HEADER + length);
            context.pipeline().replace(this, null, tls.newHandler(context.alloc()));
        }
    }
}
