/**
 * Our broker for the tests of other programs: {@link labs.mq.junit.BrokerExtension} starts one in
 * the JVM of the tests, in milliseconds.
 */
package labs.mq.junit;
