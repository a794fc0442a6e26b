#!/usr/bin/env bash
# A ZooKeeper on loopback in the foreground: zookeeper.sh FOLDER PORT. Ends with 77 if it is not installed.
# It is Debian's package: apt-get install --no-install-recommends zookeeper
set -euo pipefail
folder=$1 port=$2

# On a machine that is made anew for each run the package is installed first; elsewhere that is its owner's decision.
if [ -n "${CI:-}" ] && [ ! -e /usr/share/java/zookeeper.jar ] && [ "$(id -u)" -eq 0 ]; then
    (flock 9 && apt-get update -qq && apt-get install -qq --no-install-recommends zookeeper) >&2 9>/tmp/zookeeper-install.lock
fi

command -v java >/dev/null || { echo "java is not installed" >&2; exit 77; }
[ -e /usr/share/java/zookeeper.jar ] || { echo "the package zookeeper is not installed" >&2; exit 77; }

cat > "$folder/zoo.cfg" <<CONFIG
tickTime=500
dataDir=$folder/data
clientPort=$port
clientPortAddress=127.0.0.1
admin.enableServer=false
CONFIG
mkdir -p "$folder/data"
classpath=/usr/share/java/zookeeper.jar
for name in zookeeper-jute slf4j-api slf4j-simple netty-all netty-common netty-handler netty-buffer netty-transport \
    metrics-core snappy-java commons-cli commons-io jackson-core jackson-databind jackson-annotations; do
    if [ -e "/usr/share/java/$name.jar" ]; then classpath=$classpath:/usr/share/java/$name.jar; fi
done
exec java -Xmx128m -cp "$classpath" org.apache.zookeeper.server.quorum.QuorumPeerMain "$folder/zoo.cfg"
