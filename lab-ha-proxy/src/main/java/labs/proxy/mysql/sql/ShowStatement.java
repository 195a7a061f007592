package labs.proxy.mysql.sql;

import java.util.Set;
import labs.proxy.mysql.sql.Statement.Kind;

/** What a {@code SHOW} is. */
final class ShowStatement {
    /** What any server can show. */
    static final Set<String> SHOWN =
            Set.of(
                    "TABLES",
                    "COLUMNS",
                    "FIELDS",
                    "DATABASES",
                    "SCHEMAS",
                    "CREATE",
                    "INDEX",
                    "INDEXES",
                    "KEYS",
                    "TABLE",
                    "TRIGGERS",
                    "VARIABLES",
                    "CHARACTER",
                    "COLLATION",
                    "ENGINES");

    private ShowStatement() {}

    /**
     * @param what the word behind SHOW
     * @param next the word behind that
     */
    static Kind kind(String what, String next) {
        boolean ofSession = Set.of("SESSION", "LOCAL").contains(what);
        String shown = ofSession ? next : what;
        if (shown.equals("BALANCER")) {
            return Kind.BALANCER_STATUS;
        }
        if (Set.of("WARNINGS", "ERRORS", "COUNT", "STATUS").contains(shown)) {
            return Kind.ABOUT_LAST;
        }
        return SHOWN.contains(shown) ? Kind.READ : Kind.WRITE;
    }
}
