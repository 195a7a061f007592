package labs.proxy.mysql;

import io.netty.buffer.ByteBuf;
import labs.proxy.mysql.protocol.ResponseTracker.Shape;
import labs.proxy.mysql.session.SessionState;
import labs.proxy.mysql.sql.Statement;

/**
 * Asks in which character set SQL is read now, when a statement may have changed it and a later one
 * depends on it: not before, since the question itself changes what {@code FOUND_ROWS()} says.
 * Confined to the session's event loop.
 */
record CharacterSetQuestion(RequestRouter router, SessionState state, CommandLoop loop) {
    private static final Statement ABOUT_SESSION =
            new Statement(Statement.Kind.ABOUT_LAST, false, "", null);

    /** Does this when it is known for the SQL of this command. */
    void knownFor(ByteBuf payload, int answer, Runnable then) {
        if (state.isDialectKnown() || !isAmbiguous(payload)) {
            then.run();
            return;
        }
        router.route(
                new Request(
                        ABOUT_SESSION,
                        Shape.QUERY,
                        payload,
                        answer,
                        null,
                        (request, connection) ->
                                router.ask(
                                        request,
                                        connection,
                                        SessionBaseline.charactersQuestion(),
                                        said -> known(said, request, then)),
                        error -> loop.refuse(answer, error)));
    }

    private void known(Answer said, Request request, Runnable then) {
        if (said.row().isEmpty()) {
            router.refuse(request, said.end().error());
            return;
        }
        state.characters(new SessionBaseline(said.row().get()).characters());
        then.run();
        request.release();
    }

    // Only bytes of 128 and more may be a part of a letter.
    private static boolean isAmbiguous(ByteBuf payload) {
        return payload.forEachByte(b -> b >= 0) >= 0;
    }
}
