# Writes an object, which takes two of the three OSDs, and asks the gateway for its buckets.
set -euo pipefail
[ -e /data/ready ] # the cluster has been clean since it started
date | timeout 8 rados --pool data put healthy -
exec 3<>"/dev/tcp/127.0.0.1/$((${PORT:-13300} + 60))"
printf 'GET / HTTP/1.0\r\n\r\n' >&3
grep -q '^HTTP/1.1 200' <&3
