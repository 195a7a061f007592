package labs.rpc.demo;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import labs.rpc.dispatch.CallHandler;
import labs.rpc.server.ServerOptions;
import labs.rpc.server.XmlRpcServer;

/** A worker that is a server, and may die as a process does: its connections end in mid-call. */
final class MortalWorker implements AutoCloseable {
    private final ChannelGroup connections =
            new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final CountDownLatch dead = new CountDownLatch(1);
    private final Accident accident;
    private final XmlRpcServer server;

    /**
     * @param accident what befalls the worker, or null
     */
    MortalWorker(Accident accident) {
        this.accident = accident;
        CallHandler handler = (context, method, params) -> count((int) params.get(0));
        this.server =
                XmlRpcServer.start(
                        ServerOptions.defaults()
                                .with()
                                .stopTimeout(Duration.ofSeconds(2))
                                .bytesStage(pipeline -> connections.add(pipeline.channel()))
                                .build(),
                        handler);
    }

    int port() {
        return server.port();
    }

    private Object count(int task) throws InterruptedException {
        if (accident != null && accident.strikes(task)) {
            connections.close(); // with the group's stay-closed flag: later ones end at once, too
            dead.await(); // a dead process answers nothing more
        }
        return PrimeTask.count(task);
    }

    @Override
    public void close() {
        dead.countDown(); // nobody hears the answer: its connection is closed
        server.close();
    }
}
