package labs.rpc.server;

import io.netty.channel.ChannelPipeline;

/** Something around the calls that works on bytes or on HTTP: TLS, compression, authentication. */
@FunctionalInterface
public interface PipelineStage {
    /**
     * Adds the stage's handlers at the end of the pipeline that is being built; called once for
     * each connection.
     */
    void addTo(ChannelPipeline pipeline);
}
