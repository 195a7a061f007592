/**
 * What the chapter shows when it is run. Begin with {@link labs.mq.demo.ShopDemo}, the case, and
 * {@link labs.mq.demo.BrokerMain}, our broker for others' clients.
 */
package labs.mq.demo;
