package labs.proxy.mysql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import labs.proxy.mysql.protocol.Capabilities;
import labs.proxy.mysql.protocol.Command;
import labs.proxy.mysql.protocol.Login;
import labs.proxy.mysql.protocol.Scramble;

/**
 * Says the steps of a script to a server, or to a balancer, and writes down all that comes back:
 * rows and definitions as they are, affected rows, ids, warnings, status bits, errors. It reads the
 * protocol by itself, so that it makes no mistake that the balancer makes.
 *
 * <pre>
 *   SELECT 1          COM_QUERY; {db} is the name of the database, one letter for each byte
 *   :ping :reset :statistics :use NAME :option N :fields TABLE
 *   :prepare SQL      and :execute [TEXT]: the statement prepared last, with one text or none
 * </pre>
 */
final class ScriptClient implements AutoCloseable {
    private static final int EOF = 0xfe;
    private static final int ERR = 0xff;
    private static final int MORE_RESULTS = 8;

    private final RawClient client;
    private final String database;
    private int statement; // prepared last
    private int parameters;

    ScriptClient(InetSocketAddress address, String database, int collation) throws IOException {
        client = new RawClient(address);
        this.database = database;
        byte[] challenge = client.greeting().challenge();
        ByteBuf login = Unpooled.buffer();
        int wanted = Capabilities.MULTI_STATEMENTS | Capabilities.MULTI_RESULTS;
        new Login(
                        Capabilities.towardsServer(wanted),
                        collation,
                        "lab",
                        Scramble.proof("lab", challenge),
                        database,
                        Scramble.PLUGIN)
                .write(login);
        client.packet(1, ByteBufUtil.getBytes(login));
    }

    /** What came for the login, without the proof of the server's certificate. */
    List<String> welcome() throws IOException {
        return List.of(one().replaceAll("(warnings \\d+ ).*", "$1"));
    }

    /** Says one step; what comes back, a line for each packet. */
    List<String> say(String step) throws IOException {
        String text = step.replace("{db}", database);
        int blank = text.indexOf(' ');
        String word = text.startsWith(":") && blank > 0 ? text.substring(0, blank) : text;
        String rest = text.substring(blank + 1);
        return switch (word) {
            case ":ping" -> ask(Command.PING, "", this::one);
            case ":reset" -> ask(Command.RESET_CONNECTION, "", this::one);
            case ":statistics" -> ask(0x09, "", this::statistics);
            case ":use" -> ask(Command.INIT_DB, rest, this::one);
            case ":option" -> ask(0x1b, (char) Integer.parseInt(rest) + "\0", this::one);
            case ":fields" -> rows(Command.FIELD_LIST, rest + "\0");
            case ":prepare" -> prepare(rest);
            case ":execute" -> results(Command.STMT_EXECUTE, execution(""));
            default ->
                    word.equals(":execute")
                            ? results(Command.STMT_EXECUTE, execution(rest))
                            : results(Command.QUERY, text);
        };
    }

    private interface Answer {
        String read() throws IOException;
    }

    private List<String> ask(int command, String text, Answer answer) throws IOException {
        client.command(command, text);
        return List.of(answer.read());
    }

    private List<String> rows(int command, String text) throws IOException {
        client.command(command, text);
        var lines = new ArrayList<String>();
        rowsInto(lines);
        return lines;
    }

    private List<String> results(int command, String text) throws IOException {
        client.command(command, text);
        var lines = new ArrayList<String>();
        int status;
        do {
            ByteBuf first = next();
            int mark = first.getUnsignedByte(0);
            if (mark == 0 || mark == ERR || mark == EOF) {
                lines.add(line(first));
                status = mark == 0 ? statusOfOk(first) : 0;
            } else {
                lines.add(raw(first));
                rowsInto(lines); // the columns
                status = rowsInto(lines);
            }
        } while ((status & MORE_RESULTS) != 0);
        return lines;
    }

    private int rowsInto(List<String> lines) throws IOException {
        while (true) {
            ByteBuf packet = next();
            int mark = packet.isReadable() ? packet.getUnsignedByte(0) : -1;
            if (mark == ERR || (mark == EOF && packet.readableBytes() < 9)) {
                lines.add(line(packet));
                return mark == EOF ? packet.getUnsignedShortLE(3) : 0;
            }
            lines.add(raw(packet));
        }
    }

    private List<String> prepare(String sql) throws IOException {
        client.command(Command.STMT_PREPARE, sql);
        ByteBuf first = next();
        var lines = new ArrayList<String>();
        if (first.getUnsignedByte(0) == ERR) {
            lines.add(line(first));
            return lines;
        }
        statement = first.getIntLE(1);
        int columns = first.getUnsignedShortLE(5);
        parameters = first.getUnsignedShortLE(7);
        lines.add("prepared " + raw(first.slice(5, first.readableBytes() - 5)));
        for (int group : new int[] {parameters, columns}) {
            if (group > 0) {
                rowsInto(lines);
            }
        }
        return lines;
    }

    private String execution(String text) {
        ByteBuf out = Unpooled.buffer().writeIntLE(statement).writeByte(0).writeIntLE(1);
        if (parameters > 0) {
            out.writeZero((parameters + 7) / 8).writeByte(1);
            for (int i = 0; i < parameters; i++) {
                out.writeShortLE(0xfd); // VAR_STRING
            }
            for (int i = 0; i < parameters; i++) {
                out.writeByte(text.length()).writeCharSequence(text, ISO_8859_1);
            }
        }
        return out.toString(ISO_8859_1);
    }

    private String one() throws IOException {
        return line(next());
    }

    // What it says changes all the time; that it says something is what counts.
    private String statistics() throws IOException {
        return raw(next()).replaceAll("[0-9.]+", "n");
    }

    private ByteBuf next() throws IOException {
        ByteBuf packet = client.next();
        if (packet == null) {
            throw new IOException("the connection was closed");
        }
        return packet;
    }

    private String line(ByteBuf packet) {
        ByteBuf in = packet.duplicate();
        int mark = in.readUnsignedByte();
        if (mark == ERR) {
            int code = in.readUnsignedShortLE();
            String said = raw(in);
            // Its own words are the balancer's; what a program looks at is not.
            return "ERR %d %s".formatted(code, said.replaceFirst("(#.....)\\[balancer] .*", "$1"));
        }
        if (mark == EOF) {
            int warnings = in.readUnsignedShortLE();
            return "EOF status %x warnings %d".formatted(in.readUnsignedShortLE(), warnings);
        }
        long rows = length(in);
        long id = length(in);
        int status = in.readUnsignedShortLE();
        return "OK rows %d id %d status %x warnings %d %s"
                .formatted(rows, id, status, in.readUnsignedShortLE(), raw(in));
    }

    private static int statusOfOk(ByteBuf packet) {
        ByteBuf in = packet.duplicate().skipBytes(1);
        length(in);
        length(in);
        return in.readUnsignedShortLE();
    }

    private static long length(ByteBuf in) {
        int first = in.readUnsignedByte();
        return switch (first) {
            case 0xfc -> in.readUnsignedShortLE();
            case 0xfd -> in.readUnsignedMediumLE();
            case 0xfe -> in.readLongLE();
            default -> first;
        };
    }

    private String raw(ByteBuf bytes) {
        return bytes.toString(ISO_8859_1).replace(database, "{db}");
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
