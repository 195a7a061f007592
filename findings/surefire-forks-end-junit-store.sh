#!/usr/bin/env bash
# Surefire 3.5.5 with JUnit 5.14.4: with forkCount above 1, each test class is a run of JUnit by itself, though the JVM
# lives on (reuseForks=true). What an extension keeps in the root store, "for the whole run of tests", is closed behind
# every class: a server that all classes were to share is started and stopped for each of them. With forkCount=1 all
# classes are one run.
#
# Seen (4 classes): forkCount=1: 1 store in 1 JVM; forkCount=2: 4 stores in 2 JVMs.
# What to do: keep what is to live as long as the JVM in a static field, and close it in a shutdown hook.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir -p "$dir/src/test/java/t"
cat >"$dir/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>t</groupId><artifactId>t</artifactId><version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
    <forks>1</forks>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.14.4</version><scope>test</scope>
    </dependency>
  </dependencies>
  <build><plugins>
    <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.14.1</version></plugin>
    <plugin>
      <artifactId>maven-surefire-plugin</artifactId><version>3.5.5</version>
      <configuration><forkCount>${forks}</forkCount><reuseForks>true</reuseForks></configuration>
    </plugin>
  </plugins></build>
</project>
XML
cat >"$dir/src/test/java/t/Shared.java" <<'JAVA'
package t;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

public class Shared implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent("shared", key -> (AutoCloseable) Shared::closed);
    }

    private static void closed() throws Exception {
        Files.writeString(Path.of("closed.txt"), ProcessHandle.current().pid() + "\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
JAVA
for name in A B C D; do
  cat >"$dir/src/test/java/t/${name}Test.java" <<JAVA
package t;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shared.class)
class ${name}Test {
    @Test
    void runs() throws InterruptedException {
        Thread.sleep(500); // so that each JVM gets some classes
    }
}
JAVA
done
stores() {
  rm -f "$dir/closed.txt"
  (cd "$dir" && mvn -B -q test -Dforks="$1" >"$dir/log" 2>&1) || { cat "$dir/log"; exit 1; }
  echo "forkCount=$1: $(wc -l <"$dir/closed.txt") stores in $(sort -u "$dir/closed.txt" | wc -l) JVMs"
}
one=$(stores 1)
two=$(stores 2)
printf '%s\n%s\n' "$one" "$two"
[ "$one" = "forkCount=1: 1 stores in 1 JVMs" ] && [ "$two" = "forkCount=2: 4 stores in 2 JVMs" ] ||
  { echo "CHANGED"; exit 1; }
