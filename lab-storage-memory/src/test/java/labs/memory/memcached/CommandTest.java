package labs.memory.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import labs.kit.LabTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversations that the transcripts do not have, with what memcached 1.6.18 answers. */
@LabTest
@Timeout(60)
final class CommandTest {
    private final MemcachedServer server = MemcachedServer.start(ServerOptions.defaults());

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mg k v v                     | CLIENT_ERROR duplicate flag
            mg k y                       | CLIENT_ERROR invalid flag
            md k q q                     | CLIENT_ERROR invalid or duplicate flag
            ma k MX                      | CLIENT_ERROR invalid mode for ma M token
            mg n T100 t                  | HD t100
            mg k O1 k f                  | HD O1 kk f5
            mg none O1 k f               | EN O1 knone
            mg none q                    |
            mg k q                       | HD
            ma n                         | HD
            ma n v D5                    | VA 2/15
            ma none N30 J7 v t N         | CLIENT_ERROR invalid or duplicate flag
            ma none N0 J7 v t            | VA 1 t-1/7
            ma n MD D100 v               | VA 1/0
            md k I                       | HD
            incr k 1                     | CLIENT_ERROR cannot increment or decrement non-numeric value
            incr n -1                    | CLIENT_ERROR invalid numeric delta argument
            touch k x                    | CLIENT_ERROR invalid exptime argument
            gat 0 k                      | VALUE k 5 3/abc/END
            gat x k                      | CLIENT_ERROR invalid exptime argument
            delete k 5                   | CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]
            delete k 0                   | DELETED
            foo                          | ERROR
            """)
    void shouldAnswer(String command, String answer) {
        String expected = answer == null ? "" : answer.strip().replace("/", "\r\n") + "\r\n";
        try (var client = new RawClient(server.port())) {
            client.ask("set k 5 0 3\r\nabc\r\nset n 0 0 2\r\n10\r\n", "STORED\r\nSTORED\r\n");
            client.send(command.strip() + "\r\n");
            assertThat(client.read(expected.length()) + client.end()).isEqualTo(expected);
        }
    }

    @Test
    void shouldLetOneClientFetchWhatIsStale() {
        try (var client = new RawClient(server.port())) {
            client.ask("set k 0 0 3\r\nabc\r\nmd k I T30\r\n", "STORED\r\nHD\r\n");
            assertThat(client.ask("mg k v\r\n", "VA 3 X W\r\nabc\r\n"))
                    .as("who comes first wins")
                    .isEqualTo("VA 3 X W\r\nabc\r\n");
            assertThat(client.ask("mg k v\r\n", "VA 3 Z X\r\nabc\r\n"))
                    .as("the others get what there is")
                    .isEqualTo("VA 3 Z X\r\nabc\r\n");
            assertThat(client.ask("get k\r\n", "VALUE k 0 3\r\nabc\r\nEND\r\n"))
                    .as("and who asks the old way sees no difference")
                    .startsWith("VALUE k 0 3");
        }
    }

    @Test
    void shouldHaveNothingRatherThanWhatASetShouldHaveReplaced() {
        String large = "z".repeat(1 << 20);
        try (var client = new RawClient(server.port())) {
            for (String command : new String[] {"add", "set"}) {
                client.ask("set k 0 0 3\r\nold\r\n", "STORED\r\n");
                client.send(command + " k 0 0 " + large.length() + "\r\n" + large + "\r\n");
                assertThat(client.line()).isEqualTo("SERVER_ERROR object too large for cache");
                String there = command.equals("add") ? "VALUE k 0 3\r\nold\r\nEND\r\n" : "END\r\n";
                assertThat(client.ask("get k\r\n", there)).as("after %s", command).isEqualTo(there);
            }
        }
    }
}
