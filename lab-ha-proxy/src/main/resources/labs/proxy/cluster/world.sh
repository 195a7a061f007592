# The first process of the namespaces that hold everything: a bridge, and nothing else. When it
# ends, which it does when its standard input does, the kernel ends all the nodes with it.
set -e
mount --make-rprivate /
mount -t tmpfs tmpfs /run
hostname switch
ip link set lo up
ip link add name switch0 type bridge
# The switch is also the client's machine.
ip address add 172.30.1.9/24 dev switch0
ip link set switch0 up
echo ready
exec cat >/dev/null
