package labs.proxy.mysql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import labs.proxy.mysql.session.Place;
import labs.proxy.mysql.session.SessionState;

/** What {@code SHOW BALANCER STATUS} says of a session. Confined to its event loop. */
record SessionStatus(int number, Account account, SessionState state, ServerLinks links) {
    Map<String, String> rows() {
        var rows = new LinkedHashMap<String, String>();
        rows.put("connection", Integer.toUnsignedString(number));
        rows.put("user", account.user());
        rows.put("database", state.database() == null ? "" : state.database());
        rows.put("pinned", state.isPinned() ? "yes" : "no");
        rows.put("pinned_by", state.pin());
        rows.put("in_transaction", state.inTransaction() ? "yes" : "no");
        rows.put("must_have_reached", state.position());
        for (Place place : Place.values()) {
            ServerConnection at = links.at(place);
            String name = place.name().toLowerCase(Locale.ROOT);
            rows.put(name, at == null ? "" : at.server().name());
            rows.put(name + "_thread", at == null ? "" : Integer.toUnsignedString(at.thread()));
        }
        return rows;
    }
}
