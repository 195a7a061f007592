package labs.rpc.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.function.Consumer;

/** Puts the handlers of a new connection together. */
final class ServerPipeline extends ChannelInitializer<Channel> {
    private final ServerOptions options;
    private final CallProcessor processor;
    private final Workers workers;
    private final Consumer<Channel> opened;

    ServerPipeline(
            ServerOptions options,
            CallProcessor processor,
            Workers workers,
            Consumer<Channel> opened) {
        this.options = options;
        this.processor = processor;
        this.workers = workers;
        this.opened = opened;
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        options.bytesStages().forEach(stage -> stage.addTo(pipeline));
        // Not HttpServerCodec: it remembers the method of each request, and gives up at the 129th
        // of a pipeline.
        pipeline.addLast(new HttpRequestDecoder(decoder()), new HttpResponseEncoder());
        options.httpStages().forEach(stage -> stage.addTo(pipeline));
        pipeline.addLast(new Deadlines(options), new OneAtATime(), new RequestCollector(options));
        pipeline.addLast(new KeepAlive());
        options.requestStages().forEach(stage -> stage.addTo(pipeline));
        pipeline.addLast(new CallEndpoint(processor, workers));
        opened.accept(channel);
    }

    private HttpDecoderConfig decoder() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(4096)
                .setMaxHeaderSize(options.maxHeader());
    }
}
