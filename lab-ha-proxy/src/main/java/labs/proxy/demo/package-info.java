/** The programs to run: the proxy itself, and what shows it at work. */
package labs.proxy.demo;
