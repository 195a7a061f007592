/**
 * The programs to run: the proxy itself, and what shows the chapter's parts at work.
 *
 * <pre>
 *   ServeMain    the proxy, with a configuration of one's own
 *   ProxyDemo    two servers die and come back under load
 *   MysqlDemo    a primary dies while clients read and write
 *   MysqlHaDemo  the same, with Corosync and Pacemaker
 * </pre>
 */
package labs.proxy.demo;
