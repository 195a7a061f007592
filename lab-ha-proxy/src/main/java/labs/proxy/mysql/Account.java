package labs.proxy.mysql;

/** As whom a session logs in at servers, and how. */
record Account(String user, String password, int capabilities, int collation) {
    @Override
    public String toString() {
        return user;
    }
}
