# A node in a container: writes what its programs read, makes the database files, and starts
# Corosync and Pacemaker. NODE_ID: 1 to 3. SETUP: group or replicated.
set -e

cat >/etc/corosync/corosync.conf <<EOF
totem {
  version: 2
  cluster_name: lab
  transport: knet
  token: 2000
  crypto_cipher: none
  crypto_hash: none
}
quorum {
  provider: corosync_votequorum
}
logging {
  to_stderr: yes
  to_syslog: no
}
nodelist {
  node {
    nodeid: 1
    name: n1
    ring0_addr: 172.30.1.1
  }
  node {
    nodeid: 2
    name: n2
    ring0_addr: 172.30.1.2
  }
  node {
    nodeid: 3
    name: n3
    ring0_addr: 172.30.1.3
  }
}
EOF

rm -f /etc/mysql/my.cnf
cat >/etc/mysql/my.cnf <<EOF
[mysqld]
user = mysql
datadir = /var/lib/mysql
bind-address = 0.0.0.0
skip-name-resolve
innodb_flush_log_at_trx_commit = 1
innodb_log_file_size = 8M
innodb_buffer_pool_size = 32M
EOF
if [ "$SETUP" = replicated ]; then
    cat >>/etc/mysql/my.cnf <<EOF
server_id = $NODE_ID
report_host = n$NODE_ID
log_bin = binlog
relay_log = relay
log_slave_updates = OFF
sync_binlog = 1
slave_net_timeout = 5
rpl_semi_sync_master_enabled = ON
rpl_semi_sync_slave_enabled = ON
rpl_semi_sync_master_wait_point = AFTER_SYNC
rpl_semi_sync_master_timeout = 86400000
EOF
fi

create() {
    mariadb-install-db --no-defaults --user=mysql --datadir="$1" --innodb-log-file-size=8M \
        --skip-test-db --auth-root-authentication-method=socket >/dev/null
    mariadbd --no-defaults --bootstrap --user=mysql --datadir="$1" --innodb-log-file-size=8M <<EOF
FLUSH PRIVILEGES;
CREATE DATABASE lab;
CREATE TABLE lab.writes (number BIGINT PRIMARY KEY) ENGINE=InnoDB;
CREATE USER 'probe'@'%' IDENTIFIED BY 'probe';
GRANT SELECT, INSERT ON lab.* TO 'probe'@'%';
CREATE USER 'repl'@'%' IDENTIFIED BY 'repl';
GRANT ALL ON *.* TO 'repl'@'%' WITH GRANT OPTION;
CREATE USER 'repl'@'localhost' IDENTIFIED BY 'repl';
GRANT ALL ON *.* TO 'repl'@'localhost' WITH GRANT OPTION;
EOF
}

if [ "$SETUP" = replicated ]; then
    [ -d /var/lib/mysql/mysql ] || create /var/lib/mysql
else
    # All nodes see the volume; one of them makes the files.
    if [ "$NODE_ID" = 1 ] && [ ! -e /shared/ready ]; then
        rm -rf /shared/mysql
        mkdir /shared/mysql
        create /shared/mysql
        touch /shared/ready
    fi
    until [ -e /shared/ready ]; do
        sleep 0.2
    done
    rm -rf /var/lib/mysql
    ln -s /shared/mysql /var/lib/mysql
fi

mkdir -p /run/mysqld /run/lock /var/log/corosync /var/log/crmsh /var/log/mysql
chown mysql:mysql /run/mysqld /var/log/mysql

# An election after 2 s, and not after 20: nobody can be there already.
if [ ! -e /var/lib/pacemaker/cib/cib.xml ]; then
    cibadmin --empty | sed '
        s|<crm_config/>|<crm_config><cluster_property_set id="cib-bootstrap-options"><nvpair id="cib-bootstrap-options-dc-deadtime" name="dc-deadtime" value="2s"/></cluster_property_set></crm_config>|
        s|<nodes/>|<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/><node id="3" uname="n3"/></nodes>|
    ' >/var/lib/pacemaker/cib/cib.xml
    chown hacluster:haclient /var/lib/pacemaker/cib/cib.xml
    chmod 600 /var/lib/pacemaker/cib/cib.xml
fi

corosync -f &
until corosync-cfgtool -s >/dev/null 2>&1; do
    kill -0 $! # corosync has not given up
    sleep 0.1
done
exec pacemakerd -f
