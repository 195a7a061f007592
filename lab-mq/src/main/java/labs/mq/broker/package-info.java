/**
 * A broker that Kafka's own clients talk to: Kafka's wire protocol over the logs of {@link
 * labs.mq.log}.
 *
 * <pre>
 *   socket ─▶ frames ─▶ Connection ─▶ Apis ─┬▶ ProduceApi ──▶ Partition.append ──▶ Log
 *             4 bytes    one request        ├▶ FetchApi   ◀── Partition.read   ◀── Log
 *             length,    at a time,         │    waits for more, or for its time to end
 *             then so    answers in         ├▶ MetadataApi, CreateTopicsApi, ListOffsetsApi …
 *             many       order              └▶ the group's APIs ─▶ GroupCoordinator
 *                           │
 *                           └─ ResponseWriter: bytes, and slices of files that only the kernel
 *                              touches
 * </pre>
 *
 * <p>Requests and responses are Kafka's generated message classes; what the broker does with them
 * is here. Start reading at {@link labs.mq.broker.Broker}, {@code Connection} and {@code
 * ProduceApi}.
 *
 * @see <a href="https://kafka.apache.org/protocol">Kafka's protocol guide</a>
 */
package labs.mq.broker;
