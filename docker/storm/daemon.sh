# One daemon. ROLE: nimbus or supervisor. ZOOKEEPER: the hosts of its ensemble.
# NIMBUS: the host of Nimbus. PORT: of Nimbus, the same inside its network and outside.
# SLOTS: how many workers a supervisor may start. WORKER_HEAP, HEAP: of the JVMs, in MiB.
set -euo pipefail
read -ra zookeeper <<<"$ZOOKEEPER"
: "${PORT:=6627}" "${HEAP:=192}" "${WORKER_HEAP:=384}" "${SLOTS:=2}"

# A client asks Nimbus who leads, and goes where it is told: to 127.0.0.1, which is right outside,
# where the port is published. In here, that address leads to Nimbus too.
case $ROLE in
    nimbus) host=127.0.0.1 main=org.apache.storm.daemon.nimbus.Nimbus ;;
    supervisor)
        host=$(hostname) main=org.apache.storm.daemon.supervisor.Supervisor
        socat "TCP-LISTEN:$PORT,bind=127.0.0.1,fork,reuseaddr" "TCP:$NIMBUS:$PORT" &
        ;;
    *) echo "ROLE is $ROLE; expected nimbus or supervisor" >&2 && exit 2 ;;
esac

{
    echo 'storm.zookeeper.servers:'
    printf '  - "%s"\n' "${zookeeper[@]}"
    cat <<EOF
storm.local.dir: /data
storm.local.hostname: "$host"
storm.log4j2.conf.dir: /opt/storm/log4j2
nimbus.seeds: ["127.0.0.1"]
nimbus.thrift.port: $PORT
nimbus.monitor.freq.secs: 2
nimbus.task.timeout.secs: 10
nimbus.supervisor.timeout.secs: 20
storm.metricstore.rocksdb.location: /data/metrics
supervisor.monitor.frequency.secs: 1
supervisor.worker.timeout.secs: 10
executor.metrics.frequency.secs: 2
worker.childopts: "-Xmx${WORKER_HEAP}m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
topology.worker.logwriter.childopts: "-Xmx16m -XX:+UseSerialGC"
EOF
    echo 'supervisor.slots.ports:'
    for ((i = 0; i < SLOTS; i++)); do
        echo "  - $((6700 + i))"
    done
} >/opt/storm/conf/storm.yaml

exec java -Xmx"$HEAP"m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
    -Dstorm.home=/opt/storm -Dstorm.options= -Dstorm.conf.file= -Dstorm.log.dir=/opt/storm/logs \
    -Dlog4j2.configurationFile=/opt/storm/log4j2/cluster.xml \
    -cp '/opt/storm/lib/*:/opt/storm/conf' "$main"
