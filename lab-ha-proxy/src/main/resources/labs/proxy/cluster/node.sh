# The first process of a node. $1: the node's name, $2: its address, $3: its directory on the
# host, $4: the directory of its database.
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /dev/shm
mount --bind "$3/etc/corosync" /etc/corosync
mount --bind "$3/etc/mysql" /etc/mysql
mount --bind "$3/etc/hosts" /etc/hosts
mount --bind "$3/corosync" /var/lib/corosync
mount --bind "$3/pacemaker" /var/lib/pacemaker
mount --bind "$3/log" /var/log
mount --bind "$4" /var/lib/mysql
# Pacemaker looks for fence agents here, and the way to the power switch goes through a directory.
mount -t overlay overlay -o "lowerdir=$3/sbin:/usr/sbin" /usr/sbin
mkdir -p /run/mysqld /run/lock /run/power
mount --bind "$3/../power" /run/power
chown mysql:mysql /run/mysqld
hostname "$1"

# The network card is put in from outside.
echo waiting
read -r _
ip link set lo up
ip address add "$2/24" dev eth0
ip link set eth0 up

corosync -f >>/var/log/corosync.log 2>&1 &
until corosync-cfgtool -s >/dev/null 2>&1; do
    kill -0 $! # corosync has not given up
    sleep 0.1
done
pacemakerd -f >>/var/log/pacemakerd.log 2>&1 &
wait
