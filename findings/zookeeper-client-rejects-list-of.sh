#!/usr/bin/env bash
# ZooKeeper 3.9.5, the Java client: create() and setACL() throw a NullPointerException out of their own argument check
# when the access list is one that Java's List.of made. The same entries in an ArrayList, in a singletonList, or in the
# client's own constants are taken.
#
# Why: before it sends anything the client asks whether the list contains null, and List.of answers that question, as
# its contract allows, with a NullPointerException. The constants (ZooDefs.Ids) are lists of another kind.
#
# Seen:
#   create, ZooDefs.Ids    taken
#   create, ArrayList      taken
#   create, List.of        java.lang.NullPointerException in create
#   setACL, singletonList  taken
#   setACL, List.of        java.lang.NullPointerException in setACL
# What to do: new ArrayList<>(List.of(...)) at the call.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cat >"$dir/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>lists</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.zookeeper</groupId><artifactId>zookeeper</artifactId><version>3.9.5</version></dependency>
    <dependency><groupId>io.dropwizard.metrics</groupId><artifactId>metrics-core</artifactId><version>4.2.37</version></dependency>
    <dependency><groupId>org.xerial.snappy</groupId><artifactId>snappy-java</artifactId><version>1.1.10.8</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B -f "$dir/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies \
  -DoutputDirectory="$dir/lib" -DexcludeArtifactIds=logback-classic,logback-core
mkdir "$dir/data"
cat >"$dir/Lists.java" <<'JAVA'
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.server.embedded.ExitHandler;
import org.apache.zookeeper.server.embedded.ZooKeeperServerEmbedded;

class Lists {
    interface Call {
        void run() throws Exception;
    }

    static boolean holds(String what, boolean isTaken, Call call) throws Exception {
        try {
            call.run();
            System.out.printf("%-22s taken%n", what);
            return isTaken;
        } catch (NullPointerException e) {
            boolean ofClient = false;
            for (StackTraceElement frame : e.getStackTrace()) {
                ofClient |= frame.getClassName().equals(ZooKeeper.class.getName());
            }
            System.out.printf("%-22s %s in %s%n", what, e.getClass().getName(), what.split(",")[0]);
            return !isTaken && ofClient;
        }
    }

    public static void main(String[] args) throws Exception {
        var settings = new Properties();
        settings.put("clientPort", "0");
        settings.put("clientPortAddress", "127.0.0.1");
        settings.put("admin.enableServer", "false");
        boolean all;
        try (var server = ZooKeeperServerEmbedded.builder().baseDir(Path.of(args[0]))
                .configuration(settings).exitHandler(ExitHandler.LOG_ONLY).build()) {
            server.start(30_000);
            var connected = new CountDownLatch(1);
            try (var client = new ZooKeeper(server.getConnectionString(), 30_000, event -> {
                if (event.getState() == KeeperState.SyncConnected) {
                    connected.countDown();
                }
            })) {
                connected.await();
                ACL open = Ids.OPEN_ACL_UNSAFE.get(0);
                all = holds("create, ZooDefs.Ids", true,
                        () -> client.create("/a", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
                all &= holds("create, ArrayList", true,
                        () -> client.create("/b", null, new ArrayList<>(List.of(open)), CreateMode.PERSISTENT));
                all &= holds("create, List.of", false,
                        () -> client.create("/c", null, List.of(open), CreateMode.PERSISTENT));
                all &= holds("setACL, singletonList", true,
                        () -> client.setACL("/a", Collections.singletonList(open), -1));
                all &= holds("setACL, List.of", false, () -> client.setACL("/a", List.of(open), -1));
            }
        }
        System.exit(all ? 0 : 1);
    }
}
JAVA
java -cp "$dir/lib/*" "$dir/Lists.java" "$dir/data" || { echo "CHANGED: the client takes a list of List.of"; exit 1; }
