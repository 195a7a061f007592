# Asks Nimbus for the summary of the cluster, and for a supervisor also whether it is one of those
# that Nimbus knows. In bytes of Thrift, since a JVM that asks takes a second of both processors.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${PORT:-6627}"
#       frame           version, call   length of name  name          sequence        no arguments
printf '\x00\x00\x00\x1b\x80\x01\x00\x01\x00\x00\x00\x0egetClusterInfo\x00\x00\x00\x01\x00' >&3
size=0
for byte in $(head -c 4 <&3 | od -An -tu1); do
    size=$((size * 256 + byte))
done
[ "$size" -gt 0 ] && [ "$size" -lt 1048576 ]
answer=$(head -c "$size" <&3 | od -An -v -tx1 | tr -d ' \n')
[[ $answer == 80010002* ]] # a reply, and no exception
[ "$ROLE" = nimbus ] || [[ $answer == *$(hostname | tr -d '\n' | od -An -v -tx1 | tr -d ' \n')* ]]
