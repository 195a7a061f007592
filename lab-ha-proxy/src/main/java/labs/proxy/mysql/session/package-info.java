/**
 * What a session has told its servers, and what follows from it.
 *
 * <p>Begin with {@link labs.proxy.mysql.session.SessionState}.
 */
package labs.proxy.mysql.session;
