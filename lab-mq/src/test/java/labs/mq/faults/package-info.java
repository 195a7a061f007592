/**
 * Not graded: the history of what was produced and what is there to be read, when brokers die. The
 * three servers are processes, and they are really killed.
 */
package labs.mq.faults;
