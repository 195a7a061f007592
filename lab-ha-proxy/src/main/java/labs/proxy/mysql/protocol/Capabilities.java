package labs.proxy.mysql.protocol;

/** What the two ends of a connection can do, as bits; each uses what both have. */
public final class Capabilities {
    public static final int LONG_PASSWORD = 1;
    public static final int FOUND_ROWS = 1 << 1;
    public static final int LONG_FLAG = 1 << 2;
    public static final int CONNECT_WITH_DB = 1 << 3;
    public static final int NO_SCHEMA = 1 << 4;
    public static final int COMPRESS = 1 << 5;
    public static final int LOCAL_FILES = 1 << 7;
    public static final int IGNORE_SPACE = 1 << 8;
    public static final int PROTOCOL_41 = 1 << 9;
    public static final int SSL = 1 << 11;
    public static final int TRANSACTIONS = 1 << 13;
    public static final int SECURE_CONNECTION = 1 << 15;
    public static final int MULTI_STATEMENTS = 1 << 16;
    public static final int MULTI_RESULTS = 1 << 17;
    public static final int PS_MULTI_RESULTS = 1 << 18;
    public static final int PLUGIN_AUTH = 1 << 19;
    public static final int CONNECT_ATTRS = 1 << 20;
    public static final int PLUGIN_AUTH_LENENC = 1 << 21;

    /** What a client may set for itself, and we for it at the server. */
    private static final int THE_CLIENTS_OWN =
            FOUND_ROWS | NO_SCHEMA | IGNORE_SPACE | MULTI_STATEMENTS | MULTI_RESULTS;

    private static final int ALWAYS =
            LONG_PASSWORD
                    | LONG_FLAG
                    | PROTOCOL_41
                    | TRANSACTIONS
                    | SECURE_CONNECTION
                    | PS_MULTI_RESULTS
                    | PLUGIN_AUTH;

    /**
     * What we offer; {@link #SSL} besides, with a certificate. No LOCAL INFILE, since the server's
     * request for a file would have to be carried; and no way around EOF packets, so that both
     * sides of us always speak alike and rows can pass untouched.
     */
    public static final int OFFERED =
            ALWAYS
                    | THE_CLIENTS_OWN
                    | CONNECT_WITH_DB
                    | COMPRESS
                    | CONNECT_ATTRS
                    | PLUGIN_AUTH_LENENC;

    private Capabilities() {}

    /** What we ask a server for, on behalf of a client that asked for these. */
    public static int towardsServer(int client) {
        return ALWAYS | (client & THE_CLIENTS_OWN);
    }
}
