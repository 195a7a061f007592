#!/usr/bin/env bash
# memcached 1.6.18 (Debian 12): "ma KEY T100", add to a number and let it live 100 s, answers t100, and the number lives
# for ever, when it gets a digit longer by the addition. The longer number is a new item with the old one's expiry; the
# new expiry is written into the old item, which nobody finds any more. do_add_delta hands out the old one; so it was in
# the source of late 2026, too.
#
# Seen (99, then plus 1 with T100, then how long it lives):   HD t100, then HD t-1 (for ever)
# Seen (42, then plus 1 with T100, then how long it lives):   HD t100, then HD t100
# What to do: send "mg KEY T100" behind it, or touch, when a counter shall expire; or set it with as many digits as it
# will need.
set -euo pipefail
dir=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || { kill "$server" && wait "$server" 2>/dev/null || true; }
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"
apt-get download -q memcached=1.6.18-1+deb12u1 libevent-2.1-7 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done
program=$dir/root/usr/bin/memcached
library=$(dirname "$(find "$dir/root" -name 'libevent-2.1.so.7*' | head -1)")
user=()
[ "$(id -u)" != 0 ] || user=(-u root)
LD_LIBRARY_PATH=$library "$program" "${user[@]}" -l 127.0.0.1 -p 0 -U 0 -s "$dir/socket" &
server=$!
for _ in $(seq 100); do [ -S "$dir/socket" ] && break; sleep 0.1; done
ask() {
  python3 - "$dir/socket" "$1" <<'PYTHON'
import socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.argv[1])
connection.sendall(f"set k 0 0 2\r\n{sys.argv[2]}\r\nma k T100 t\r\nmg k t\r\nquit\r\n".encode())
answer = b""
while chunk := connection.recv(4096):
    answer += chunk
print(" / ".join(answer.decode().split("\r\n")[1:3]))
PYTHON
}
longer=$(ask 99)
same=$(ask 42)
echo "99 + 1: $longer; 42 + 1: $same"
[ "$longer" = "HD t100 / HD t-1" ] && [ "$same" = "HD t100 / HD t100" ] || { echo "CHANGED"; exit 1; }
