package labs.rpc.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** jqwik knows no {@code @Timeout}: here each document has its own time limit, on a thread of its own. */
class MessageFuzzTest {
    private static ExecutorService reader;

    @BeforeContainer
    static void startReader() {
        reader =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread thread = new Thread(task, "fuzz-reader");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    @AfterContainer
    static void stopReader() {
        reader.shutdownNow();
    }

    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void shouldAnswerAnyDocumentWithAMessageOrAClearRefusal(@ForAll long seed) throws InterruptedException {
        byte[] document = MutatedDocument.of(seed);
        try {
            reader.submit(() -> read(document)).get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a document may only be refused with a BadMessageException; seed " + seed, e);
        } catch (TimeoutException e) {
            throw new AssertionError("the reader does not come to an end; seed " + seed, e);
        }
    }

    private static void read(byte[] document) {
        try {
            assertThat(MessageCodec.encode(MessageCodec.decodeCall(document))).isNotEmpty();
        } catch (BadMessageException e) {
            assertThat(e.code()).isBetween(-32702, -32600);
        }
        try {
            assertThat(MessageCodec.encode(MessageCodec.decodeResponse(document))).isNotEmpty();
        } catch (BadMessageException e) {
            assertThat(e.code()).isBetween(-32702, -32600);
        }
    }
}
