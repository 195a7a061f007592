/** What the chapter shows when it is run. Begin with {@link labs.mq.demo.BrokerMain}. */
package labs.mq.demo;
