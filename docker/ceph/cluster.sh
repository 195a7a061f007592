# Makes a cluster at its first start, and starts its daemons. PORT: of the monitor; the OSDs have
# PORT + 10, + 20 and + 30, the manager + 40, the metadata server + 50, the gateway + 60.
# Without authentication; the gateway's user: access key lab, secret key lab-secret.
set -euo pipefail
: "${PORT:=13300}"
fsid=6c616273-6469-4374-8269-627574656400
osd_uuid() { echo "6c616273-6469-4374-8269-62757465640$1"; }

mkdir -p /data/{log,mon,mgr,mds,rgw,run,osd0,osd1,osd2}
rm -f /data/ready

# Each daemon tells clients its address. 127.0.0.1 is right in here and, as the ports are published
# there, on the machine too; what arrives from the network is handed on below.
cat >"$CEPH_CONF" <<EOF
[global]
fsid = $fsid
mon host = v2:127.0.0.1:$PORT/0
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
auth cluster required = none
auth service required = none
auth client required = none
run dir = /data/run
log file = /data/log/\$name.log
crash dir = /data/log
osd pool default size = 3
osd pool default min size = 2
osd pool default pg num = 8
osd pool default pgp num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd heartbeat grace = 6
osd heartbeat interval = 1
osd pool default read lease ratio = 0.2
[mon]
mon data = /data/mon
mon cluster log file = /data/log/cluster.log
paxos propose interval = 0.05
mon allow pool delete = true
auth allow insecure global id reclaim = false
mon osd down out interval = 30
mon data avail warn = 1
mon data avail crit = 1
[mgr]
mgr data = /data/mgr
mgr disabled modules = alerts diskprediction_local influx insights iostat k8sevents localpool mirroring nfs osd_perf_query osd_support prometheus restful rook selftest snap_schedule stats telegraf test_orchestrator zabbix
mgr tick period = 1
mgr stats period = 1
ms bind port min = $((PORT + 40))
ms bind port max = $((PORT + 49))
[mds]
mds data = /data/mds
mds cache memory limit = 67108864
ms bind port min = $((PORT + 50))
ms bind port max = $((PORT + 59))
[osd]
osd data = /data/osd\$id
osd journal =
osd objectstore = bluestore
bluestore block size = 2147483648
bluestore cache autotune = false
bluestore cache size = 33554432
osd class update on start = false
osd crush initial weight = 1
osd recovery sleep hdd = 0
osd recovery max active = 10
osd max backfills = 10
[osd.0]
ms bind port min = $((PORT + 10))
ms bind port max = $((PORT + 19))
[osd.1]
ms bind port min = $((PORT + 20))
ms bind port max = $((PORT + 29))
[osd.2]
ms bind port min = $((PORT + 30))
ms bind port max = $((PORT + 39))
[client]
log file = /dev/null
[client.rgw.lab]
ms mon client mode = crc
rgw data = /data/rgw
rgw frontends = beast endpoint=0.0.0.0:$((PORT + 60))
log file = /data/log/rgw.log
EOF

outside=$(hostname -i)
for port in "$PORT" $((PORT + 10)) $((PORT + 20)) $((PORT + 30)) $((PORT + 40)) $((PORT + 50)); do
    socat "TCP-LISTEN:$port,bind=$outside,fork,reuseaddr,nodelay" "TCP:127.0.0.1:$port,nodelay" &
done

start() { bash /opt/ceph/daemon.sh start "$1"; }

await() {
    until "$@" >/dev/null 2>&1; do
        sleep 0.3
    done
}

if [ ! -e /data/made ]; then
    rm -rf /data/{mon,osd0,osd1,osd2} # what a first start that was cut short has left
    mkdir /data/{mon,osd0,osd1,osd2}
    monmaptool --create --clobber --fsid "$fsid" --addv a "[v2:127.0.0.1:$PORT/0]" /data/monmap
    ceph-mon -i a --mkfs --monmap /data/monmap
fi

setsid ceph-mon -i a -f >>/data/log/mon.a.out 2>&1 &
monitor=$!
await ceph --connect-timeout 5 mon stat
if [ ! -e /data/made ]; then
    for id in 0 1 2; do
        ceph-osd -i "$id" --mkfs --osd-uuid "$(osd_uuid "$id")" 2>"/data/log/osd.$id.out" &
        making[id]=$!
    done
    for pid in "${making[@]}"; do
        wait "$pid"
    done
    for id in 0 1 2; do
        echo "osd new $(osd_uuid "$id") $id"
    done | ceph
fi
for name in mgr.x osd.0 osd.1 osd.2 mds.m; do
    start "$name"
done
if [ ! -e /data/made ]; then
    ceph <<EOF
osd pool create data 8
osd pool application enable data lab
osd pool create cephfs_meta 8
osd pool create cephfs_data 8
fs new cephfs cephfs_meta cephfs_data
EOF
fi
start client.rgw.lab

is_clean() {
    local state
    state=$(ceph --connect-timeout 5 status --format json)
    [[ $state == *'"status":"HEALTH_OK"'* ]] || return 1
    # As many groups are active and clean as there are.
    [[ $state =~ '"state_name":"active+clean","count":'([0-9]+) ]] \
        && [[ $state == *"\"num_pgs\":${BASH_REMATCH[1]},"* ]]
}
await is_clean
if [ ! -e /data/made ]; then
    radosgw-admin user create --uid=lab --display-name=Lab --access-key=lab --secret=lab-secret >/dev/null
    touch /data/made
fi
touch /data/ready
echo 'the cluster is healthy'

wait "$monitor"
