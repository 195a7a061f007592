# One server. ID: its number. SERVERS: the hosts of the ensemble, in the order of their numbers.
# HEAP: of the JVM, in MiB.
set -euo pipefail
read -ra servers <<<"$SERVERS"

{
    cat <<EOF
dataDir=/data
clientPort=2181
tickTime=1000
initLimit=20
syncLimit=5
autopurge.purgeInterval=1
maxClientCnxns=0
admin.enableServer=false
4lw.commands.whitelist=srvr,ruok,mntr,stat,cons
quorumListenOnAllIPs=true
EOF
    for i in "${!servers[@]}"; do
        echo "server.$((i + 1))=${servers[i]}:2888:3888"
    done
} >/tmp/zoo.cfg
echo "$ID" >/data/myid

exec java -Xmx"${HEAP:-128}"m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+ExitOnOutOfMemoryError \
    -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -Dzookeeper.jmx.log4j.disable=true \
    -cp '/opt/zookeeper/lib/*' org.apache.zookeeper.server.quorum.QuorumPeerMain /tmp/zoo.cfg
