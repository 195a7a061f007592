# One node. ID: its number. NODES: the hosts of the cluster, in the order of their numbers.
# OUTSIDE: where clients that are not in its network find this node, HOST:PORT.
# HEAP: of the JVM, in MiB.
set -euo pipefail
read -ra nodes <<<"$NODES"
voters=
for i in "${!nodes[@]}"; do
    voters+=,$((i + 1))@${nodes[i]}:9093
done
# The replicas of Kafka's own topics: as many as there are nodes, at most three.
copies=$((${#nodes[@]} < 3 ? ${#nodes[@]} : 3))

# Clients inside the network come to 9092, those outside to 9094: each is told the addresses that
# it can reach.
cat >/tmp/server.properties <<EOF
process.roles=broker,controller
node.id=$ID
controller.quorum.voters=${voters#,}
listeners=INSIDE://:9092,CONTROLLER://:9093,OUTSIDE://:9094
advertised.listeners=INSIDE://${nodes[ID - 1]}:9092,OUTSIDE://$OUTSIDE
listener.security.protocol.map=INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:PLAINTEXT
inter.broker.listener.name=INSIDE
controller.listener.names=CONTROLLER
log.dirs=/data/log
default.replication.factor=$copies
min.insync.replicas=$((copies > 2 ? 2 : 1))
num.partitions=3
offsets.topic.replication.factor=$copies
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=$copies
transaction.state.log.min.isr=$((copies > 2 ? 2 : 1))
transaction.state.log.num.partitions=3
share.coordinator.state.topic.replication.factor=$copies
share.coordinator.state.topic.min.isr=$((copies > 2 ? 2 : 1))
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=16777216
broker.session.timeout.ms=6000
EOF

flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError
    -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
    -cp '/opt/kafka/lib/*')

# A directory that has been formatted keeps its records.
[ -e /data/log/meta.properties ] \
    || java "${flags[@]}" kafka.tools.StorageTool format --ignore-formatted \
        --cluster-id "${CLUSTER:-bGFicy1kaXN0cmlidXRlZA}" --config /tmp/server.properties

exec java -Xmx"${HEAP:-256}"m "${flags[@]}" kafka.Kafka /tmp/server.properties
