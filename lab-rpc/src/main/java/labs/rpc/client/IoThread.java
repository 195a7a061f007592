package labs.rpc.client;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;

/** A thread that serves connections. It must never wait for one, so it can be told apart. */
final class IoThread extends FastThreadLocalThread {

    private IoThread(Runnable work, String name) {
        super(work, name);
    }

    static boolean isCurrent() {
        return Thread.currentThread() instanceof IoThread;
    }

    /** Makes the threads of one client, named one after the other. */
    static final class Factory extends DefaultThreadFactory {
        Factory(String name) {
            super(name);
        }

        @Override
        protected Thread newThread(Runnable work, String name) {
            return new IoThread(work, name);
        }
    }
}
