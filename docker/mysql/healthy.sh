# Asks the server, by the way that clients come; a replica, whether it applies what its primary sends.
set -euo pipefail

ask() {
    mysql --no-defaults --host=127.0.0.1 --user=lab --password=lab --connect-timeout=3 "$@" 2>/dev/null
}

if [ -z "${SOURCE:-}" ]; then
    [ "$(ask -N -e 'SELECT @@read_only')" = 0 ]
else
    status=$(ask --vertical -e 'SELECT @@super_read_only AS super_read_only; SHOW REPLICA STATUS')
    grep -q 'super_read_only: 1' <<<"$status"
    grep -q 'Replica_IO_Running: Yes' <<<"$status"
    grep -q 'Replica_SQL_Running: Yes' <<<"$status"
fi
