/**
 * What is counted while the proxy runs: of each frontend, backend and server, for the page, the CSV
 * and the command socket.
 */
package labs.proxy.stats;
