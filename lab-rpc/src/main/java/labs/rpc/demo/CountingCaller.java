package labs.rpc.demo;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import labs.rpc.client.Call;
import labs.rpc.client.Caller;

/** Counts the calls that go through it. Thread-safe. */
record CountingCaller(Caller next, LongAdder calls) implements Caller {
    @Override
    public CompletableFuture<Object> send(Call call) {
        calls.increment();
        return next.send(call);
    }
}
