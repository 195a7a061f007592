package labs.proxy.mysql.session;

/** Which of a session's two connections: a session has at most one of each. */
public enum Place {
    PRIMARY,
    REPLICA
}
