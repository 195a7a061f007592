package labs.proxy.config;

import java.util.Optional;

/**
 * The section {@code global}.
 *
 * @param maxconn how many clients at a time; 0 for any number
 * @param statsSocket the path of the socket for commands
 */
public record Global(int maxconn, Optional<String> statsSocket) {}
