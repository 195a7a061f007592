# Asks the server for its role: it has one only while a quorum stands.
set -euo pipefail
exec 3<>/dev/tcp/127.0.0.1/2181
printf srvr >&3
grep -E '^Mode: (leader|follower|standalone)' <&3
