# Asks this node for the brokers of the cluster (the request DescribeCluster), and whether it is one
# of them: it is as soon as the controllers have let it serve, and no longer once they fence it.
# In bytes, since a JVM that asks takes a second of both processors.
set -euo pipefail
read -ra nodes <<<"$NODES"

exec 3<>/dev/tcp/127.0.0.1/9092
#       size            api 60  version 0  correlation     no client  tags  body, tags
printf '\x00\x00\x00\x0d\x00\x3c\x00\x00\x00\x00\x00\x01\xff\xff\x00\x00\x00' >&3
size=0
for byte in $(head -c 4 <&3 | od -An -tu1); do
    size=$((size * 256 + byte))
done
[ "$size" -gt 0 ] && [ "$size" -lt 65536 ]
head -c "$size" <&3 | grep -aq "${nodes[ID - 1]}"
