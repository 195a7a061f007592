# One server. ID: its number. SOURCE: for a replica, the host of its primary.
# Users: root without a password, through the socket in here; lab, who may do all (password: lab);
# repl, for replicas (password: repl).
set -euo pipefail
: "${SOURCE:=}"
initialised=/data/mysql
setup=/tmp/setup.sql

options=(
    --no-defaults --datadir="$initialised" --server-id="$ID" --report-host="$(hostname)"
    --socket=/run/mysqld/mysqld.sock --pid-file=/run/mysqld/mysqld.pid --mysqlx=OFF
    --gtid-mode=ON --enforce-gtid-consistency=ON --log-bin=binlog
    --binlog-expire-logs-seconds=86400 --replica-net-timeout=5
    --innodb-buffer-pool-size=64M --innodb-redo-log-capacity=64M --performance-schema=OFF
    --secure-file-priv=NULL --skip-name-resolve --innodb-numa-interleave=OFF --max-connections=100
    --skip-replica-start # until the statements below say from where
)

# Made beside its place and moved there: a directory that is there is whole.
if [ ! -d "$initialised" ]; then
    rm -rf /data/new
    mysqld --no-defaults --initialize-insecure --datadir=/data/new --innodb-redo-log-capacity=64M
    mv /data/new "$initialised"
fi

# Run at every start, and not written to the binary log: each server has these users of its own.
cat >"$setup" <<EOF
SET sql_log_bin = OFF;
CREATE USER IF NOT EXISTS lab@'%' IDENTIFIED BY 'lab';
GRANT ALL ON *.* TO lab@'%' WITH GRANT OPTION;
CREATE USER IF NOT EXISTS repl@'%' IDENTIFIED BY 'repl';
GRANT REPLICATION SLAVE ON *.* TO repl@'%';
EOF
if [ -n "$SOURCE" ]; then
    cat >>"$setup" <<EOF
CHANGE REPLICATION SOURCE TO SOURCE_HOST = '$SOURCE', SOURCE_USER = 'repl', SOURCE_PASSWORD = 'repl', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1, SOURCE_RETRY_COUNT = 86400, SOURCE_HEARTBEAT_PERIOD = 1;
START REPLICA;
SET GLOBAL super_read_only = ON;
EOF
fi

exec mysqld "${options[@]}" --init-file="$setup"
