# One daemon, by hand: `daemon.sh start osd.0`, `daemon.sh kill osd.0`. The others are mon.a, mgr.x,
# mds.m and client.rgw.lab.
set -euo pipefail
name=${2:?start or kill, and the name of a daemon}

case $name in
    client.rgw.lab) command=(radosgw -n "$name" -f) ;;
    *) command=("ceph-${name%%.*}" -i "${name#*.}" -f) ;;
esac

case $1 in
    start) setsid "${command[@]}" >>"/data/log/$name.out" 2>&1 & ;;
    kill) pkill -KILL -f "^${command[*]}$" ;;
    *) echo "$1: expected start or kill" >&2 && exit 2 ;;
esac
