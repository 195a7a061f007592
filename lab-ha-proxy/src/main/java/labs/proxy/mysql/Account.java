package labs.proxy.mysql;

import labs.proxy.mysql.protocol.Capabilities;

/** As whom a session logs in at servers, and how. */
record Account(String user, String password, int capabilities, int collation) {
    boolean multiStatements() {
        return (capabilities & Capabilities.MULTI_STATEMENTS) != 0;
    }

    @Override
    public String toString() {
        return user;
    }
}
