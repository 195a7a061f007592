package labs.proxy.http;

import java.util.List;
import java.util.function.Function;
import labs.proxy.backend.Upstream;
import labs.proxy.config.HttpRule;
import labs.proxy.http.Conditions.Seen;

/** {@code deny} and {@code return}: answers that rules give. */
final class Replies {
    private record Field(String name, Filler value) {}

    private final Function<String, Upstream> backends;

    Replies(Function<String, Upstream> backends) {
        this.backends = backends;
    }

    HttpRules.Action deny(HttpRule.Deny deny) {
        HttpRules.Action answers = answers(deny);
        return deny.late() ? seen -> answers.act(seen).kept() : answers;
    }

    private HttpRules.Action answers(HttpRule.Deny deny) {
        if (deny.reply().errorPage() && deny.reply().fields().isEmpty()) {
            return seen -> Answer.page(seen, deny.status());
        }
        return reply(deny.status(), deny.reply());
    }

    HttpRules.Action page(HttpRule.Return page) {
        boolean bare = page.reply().errorPage() && page.reply().fields().isEmpty();
        return bare && page.status() >= 400
                ? seen -> Answer.page(seen, page.status())
                : reply(page.status(), page.reply());
    }

    private HttpRules.Action reply(int status, HttpRule.Reply reply) {
        Filler body = reply.body().map(format -> new Filler(format, backends)).orElse(null);
        List<Field> fields =
                reply.fields().stream()
                        .map(one -> new Field(one.name(), new Filler(one.value(), backends)))
                        .toList();
        return seen -> answer(seen, status, reply, body, fields);
    }

    private static Answer answer(
            Seen seen, int status, HttpRule.Reply reply, Filler body, List<Field> fields) {
        var lines = new StringBuilder();
        String content = body == null ? "" : body.fill(seen);
        if (!content.isEmpty()) {
            reply.type()
                    .ifPresent(type -> lines.append("content-type: ").append(type).append("\r\n"));
        }
        for (Field field : fields) {
            lines.append(field.name()).append(": ").append(field.value().line(seen)).append("\r\n");
        }
        return new Answer(status, lines.toString(), content);
    }
}
