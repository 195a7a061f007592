package labs.mq.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import labs.kit.LabTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@LabTest
@Timeout(30)
class LogDirectoryTest {
    @TempDir Path root;

    private LogDirectory open() throws Exception {
        return LogDirectory.open(root, LogOptions.DEFAULT);
    }

    @Test
    void shouldFindItsTopicsAgain() throws Exception {
        try (LogDirectory directory = open()) {
            directory.create("orders", 3).get(2).append(Batches.of("a"));
            directory.create("a-b.c_d", 1);
        }
        try (LogDirectory directory = open()) {
            assertThat(directory.topics()).containsExactly("a-b.c_d", "orders");
            assertThat(directory.logs("orders")).hasSize(3);
            assertThat(directory.logs("orders").get(2).end()).isEqualTo(1);
            assertThat(directory.logs("nothing")).isEmpty();
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws Exception {
        try (LogDirectory directory = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LogDirectoryException.class)
                    .hasMessageContaining("in use");
            assertThat(directory.topics()).isEmpty();
        }
        open().close();
    }

    @Test
    void shouldRefuseADirectoryOfAnotherVersion() throws Exception {
        open().close();
        Files.writeString(root.resolve("format.properties"), "version=7\n");

        assertThatThrownBy(this::open)
                .isInstanceOf(LogDirectoryException.class)
                .hasMessageContaining("format 7")
                .hasMessageContaining("empty directory");
    }

    @Test
    void shouldRefuseADirectoryThatHoldsSomethingElse() throws Exception {
        Files.writeString(root.resolve("thesis.tex"), "42");

        assertThatThrownBy(this::open)
                .isInstanceOf(LogDirectoryException.class)
                .hasMessageContaining("neither empty nor a log directory");
        assertThat(root.resolve("thesis.tex")).hasContent("42");
    }

    @Test
    void shouldRefuseNamesThatWouldLeaveTheDirectory() throws Exception {
        try (LogDirectory directory = open()) {
            for (String name : new String[] {"", "..", "a/b", "../x", "a b", "x".repeat(250)}) {
                assertThatThrownBy(() -> directory.create(name, 1))
                        .as("topic name %s", name)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            directory.create("orders", 1);
            assertThatThrownBy(() -> directory.create("orders", 1)).hasMessageContaining("exists");
        }
    }
}
