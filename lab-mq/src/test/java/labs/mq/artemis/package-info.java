/** ActiveMQ Artemis, the classic broker that the chapter compares itself with. */
package labs.mq.artemis;
