package labs.proxy.http;

import labs.proxy.backend.Member;
import labs.proxy.backend.Upstream;

/** What becomes of an exchange whose server fails: another try, an answer of our own, or an end. */
final class ServerFailures {
    private ServerFailures() {}

    /** The connection ended before its answer did. */
    static void lost(Exchange exchange) {
        if (exchange.isOver()) {
            return;
        }
        Upstream upstream = exchange.upstream();
        Member member = exchange.search().member();
        boolean again = exchange.mayTryAgain("empty-response");
        if (exchange.isAnswered()) {
            upstream.count(member, counters -> counters.serverAborts);
            bad(exchange, "the connection ended in the middle of an answer");
        } else if (again && exchange.search().isReused()) {
            // It was closed while the request was on its way: nobody's fault, and no try.
            exchange.letGo();
            exchange.search().enter();
        } else {
            upstream.count(member, counters -> counters.badResponses);
            upstream.erred(member);
            retryOr(exchange, again, 502);
        }
    }

    private static void retryOr(Exchange exchange, boolean again, int status) {
        if (again) {
            exchange.letGo();
            exchange.search().tryAgain(status);
        } else {
            exchange.fail(status);
        }
    }

    /**
     * No answer, or not all of it, in time. It may still come, so it is not asked for again unless
     * the configuration says so.
     */
    static void silent(Exchange exchange) {
        Upstream upstream = exchange.upstream();
        Member member = exchange.search().member();
        upstream.erred(member);
        boolean again = exchange.mayTryAgain("response-timeout");
        if (!again && (exchange.isTunnel() || exchange.isAnswered())) {
            upstream.count(member, counters -> counters.serverAborts);
            exchange.cutOff();
            return;
        }
        if (!again) {
            upstream.count(member, counters -> counters.badResponses);
        }
        retryOr(exchange, again, 504);
    }

    /** What came is no answer. */
    static void bad(Exchange exchange, String why) {
        if (exchange.isOver()) {
            return;
        }
        Upstream upstream = exchange.upstream();
        Member member = exchange.search().member();
        ClientSide.LOG.info("server {}: {}", member, why);
        upstream.count(member, counters -> counters.badResponses);
        upstream.erred(member);
        if (exchange.isAnswered()) {
            exchange.cutOff();
        } else {
            retryOr(exchange, exchange.mayTryAgain("junk-response"), 502);
        }
    }
}
