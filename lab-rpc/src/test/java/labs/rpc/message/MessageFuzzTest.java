package labs.rpc.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * jqwik knows no {@code @Timeout}: here each document has its own time limit, on a thread of its
 * own.
 */
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

    /** 20,000 documents, in properties of 20, since jqwik itself costs more than the reading. */
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void shouldAnswerAnyDocumentWithAMessageOrAClearRefusal(@ForAll long seed) throws Exception {
        Future<?> all =
                reader.submit(
                        () -> LongStream.range(seed, seed + 20).forEach(MessageFuzzTest::read));
        try {
            all.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("the reader does not come to an end; seeds from " + seed, e);
        }
    }

    private static void read(long seed) {
        byte[] document = MutatedDocument.of(seed);
        try {
            encodeAgain(() -> MessageCodec.encode(MessageCodec.decodeCall(document)));
            encodeAgain(() -> MessageCodec.encode(MessageCodec.decodeResponse(document)));
        } catch (RuntimeException | StackOverflowError e) {
            String message =
                    "MutatedDocument.of(%d) may only be refused with a BadMessageException, not with %s";
            throw new AssertionError(String.format(message, seed, e), e);
        }
    }

    private static void encodeAgain(Supplier<byte[]> decodeAndEncode) {
        try {
            assertThat(decodeAndEncode.get()).isNotEmpty();
        } catch (BadMessageException e) {
            assertThat(e.code()).isBetween(-32702, -32600);
        }
    }
}
