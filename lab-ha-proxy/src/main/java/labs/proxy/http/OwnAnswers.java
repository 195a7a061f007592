package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import labs.proxy.http.Conditions.Seen;

/** Answers of the proxy itself, with what rules for all answers change. */
final class OwnAnswers {
    private OwnAnswers() {}

    /** The head of one, as rules and the log see it. */
    static Draft head(Answer answer) {
        ByteBuf bytes = answer.bytes(Unpooled.EMPTY_BUFFER.alloc(), true, true);
        try {
            return new Draft(HeadParser.response(ByteBufUtil.getBytes(bytes)));
        } catch (BadMessage e) {
            throw new IllegalStateException("an answer of our own: " + e.getMessage(), e);
        } finally {
            bytes.release();
        }
    }

    /**
     * The bytes of it.
     *
     * @param goesOn whether the connection does, behind it
     * @param bodiless whether it answers HEAD
     */
    static ByteBuf bytes(
            Answer answer,
            HttpFrontend frontend,
            Seen seen,
            ByteBufAllocator allocator,
            boolean goesOn,
            boolean bodiless) {
        HttpRules atFrontend = frontend.settings().all();
        HttpBackend backend = seen == null ? null : frontend.backendOf(seen.scope().upstream);
        boolean plain =
                seen == null
                        || (seen.scope().log == null
                                && atFrontend.isEmpty()
                                && (backend == null || backend.settings().all().isEmpty()));
        if (plain) {
            return answer.bytes(allocator, goesOn, bodiless);
        }
        Draft draft = head(answer);
        seen.scope().response = draft;
        if (backend != null) {
            backend.settings().all().apply(seen);
        }
        atFrontend.apply(seen);
        if (!goesOn) {
            draft.set("connection", "close");
        }
        ByteBuf bytes = allocator.ioBuffer(draft.size() + answer.body().length());
        draft.writeTo(bytes);
        if (!bodiless) {
            bytes.writeCharSequence(answer.body(), ISO_8859_1);
        }
        return bytes;
    }
}
