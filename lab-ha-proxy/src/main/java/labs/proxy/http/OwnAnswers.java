package labs.proxy.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import labs.proxy.http.Conditions.Seen;

/** Sends answers of the proxy itself, with what rules for all answers change. */
final class OwnAnswers {
    private final ClientSide client;
    private final ClientRequests requests;
    private final HttpEngine engine;

    OwnAnswers(ClientSide client, ClientRequests requests, HttpEngine engine) {
        this.client = client;
        this.requests = requests;
        this.engine = engine;
    }

    /** One to a request that goes no further. */
    void answer(Answer answer, boolean bodyIsDone) {
        if (answer.status() == 403 || answer.status() == 429) {
            client.counters().denied.increment();
        }
        send(answer, goesOn(bodyIsDone) && HopByHop.keepsAlive(requests.seen().request().head()));
    }

    /** One where none could be had of a server. */
    void answerInstead(Answer answer, boolean bodyIsDone) {
        send(answer, goesOn(bodyIsDone));
    }

    private boolean goesOn(boolean bodyIsDone) {
        return bodyIsDone && !engine.isStopping() && !requests.endsEach();
    }

    /**
     * Sends it.
     *
     * @param goesOn whether the connection does, behind it
     */
    void send(Answer answer, boolean goesOn) {
        if (answer.isSilence()) {
            requests.written();
            client.reset();
            return;
        }
        Seen seen = requests.seen();
        boolean head = seen != null && seen.request() != null && isHead(seen);
        client.counters().answered(answer.status());
        ByteBuf bytes = bytes(answer, requests.frontend(), seen, allocator(), goesOn, head);
        if (seen != null && seen.scope().log != null) {
            seen.scope().log.bytes(0, bytes.readableBytes());
        }
        client.channel().writeAndFlush(bytes, client.channel().voidPromise());
        client.answerEnds(goesOn);
    }

    private static boolean isHead(Seen seen) {
        return seen.request().method().equals("HEAD");
    }

    private ByteBufAllocator allocator() {
        return client.channel().alloc();
    }

    /**
     * One to what is no request; the connection ends behind it.
     *
     * @param letters how it ended, for the log
     */
    void badRequest(int status, String letters) {
        requests.bad(letters);
        Answer page = Answer.page(requests.seen(), status);
        if (page.isSilence()) {
            send(page, false);
            return;
        }
        client.counters().answered(status);
        if (requests.seen().scope().log != null) {
            requests.seen().scope().response = head(page);
        }
        client.channel()
                .writeAndFlush(
                        page.bytes(allocator(), false, false), client.channel().voidPromise());
        requests.written();
        client.close();
    }

    /** The head of one, as rules and the log see it. */
    private static Draft head(Answer answer) {
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
     * Its bytes.
     *
     * @param goesOn whether the connection does, behind it
     * @param bodiless whether it answers HEAD
     */
    private static ByteBuf bytes(
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
