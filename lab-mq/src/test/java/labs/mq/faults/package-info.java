/**
 * Not graded: the history of what was produced and what is there to be read, when brokers die, and
 * when the network between them does. The servers are processes, and they are really killed; a
 * leader is cut off by proxies on its ways to the others.
 */
package labs.mq.faults;
