package labs.zookeeper.p2p;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Cards and lists of neighbours as bytes of a znode: lines of text that ZooKeeper's shell shows.
 *
 * <pre>
 *   card 1                  links 1
 *   id=n1                   to=n2,n5
 *   incarnation=3f2a…
 *   address=127.0.0.1:4711
 *   abilities=ocr,resize
 * </pre>
 *
 * Anybody may write into ZooKeeper: reading takes exactly this and nothing else.
 */
final class CardCodec {
    /** No card and no list is longer, in bytes. */
    static final int LONGEST = 16 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9.-]{1,255}):([0-9]{1,5})");

    private CardCodec() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static byte[] encode(Card card) {
        return bytes(
                "card 1",
                "id=" + card.id(),
                "incarnation=" + card.incarnation(),
                "address=" + card.host() + ":" + card.port(),
                "abilities=" + String.join(",", card.abilities()));
    }

    static byte[] encodeLinks(SortedSet<String> neighbours) {
        return bytes("links 1", "to=" + String.join(",", neighbours));
    }

    private static byte[] bytes(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The card that the node of this name wrote.
     *
     * @param id the name of the znode; the card must hold the same
     * @throws MalformedException when it is not a card, or another's
     */
    static Card decode(String id, byte[] data) throws MalformedException {
        // BEGIN SOLUTION
        List<String> lines = lines(data, "card 1", 5);
        String written = name(value(lines.get(1), "id"));
        if (!written.equals(id)) {
            throw new MalformedException("the card of " + written + " at the place of " + id);
        }
        var address = ADDRESS.matcher(value(lines.get(3), "address"));
        if (!address.matches()) {
            throw new MalformedException("not an address: " + lines.get(3));
        }
        int port = Integer.parseInt(address.group(2));
        if (port < 1 || port > 65_535) {
            throw new MalformedException("no port is " + port);
        }
        return new Card(
                written,
                name(value(lines.get(2), "incarnation")),
                address.group(1),
                port,
                names(value(lines.get(4), "abilities")));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    /**
     * The neighbours that a node wrote down.
     *
     * @throws MalformedException when it is no such list
     */
    static SortedSet<String> decodeLinks(byte[] data) throws MalformedException {
        // BEGIN SOLUTION
        return names(value(lines(data, "links 1", 2).get(1), "to"));
        // END SOLUTION
        // STUB: throw new UnsupportedOperationException("TODO zookeeper-4: see README, part 4");
    }

    // BEGIN SOLUTION
    private static List<String> lines(byte[] data, String first, int count)
            throws MalformedException {
        if (data == null || data.length > LONGEST) {
            throw new MalformedException("nothing, or more than " + LONGEST + " bytes");
        }
        List<String> lines = Arrays.asList(text(data).split("\n", -1));
        boolean ends = lines.get(lines.size() - 1).isEmpty();
        if (!lines.get(0).equals(first) || lines.size() != count + 1 || !ends) {
            throw new MalformedException("not " + count + " lines that begin with " + first);
        }
        return lines;
    }

    private static String text(byte[] data) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8");
        }
    }

    private static String value(String line, String key) throws MalformedException {
        if (!line.startsWith(key + "=")) {
            throw new MalformedException("expected " + key + "=…");
        }
        return line.substring(key.length() + 1);
    }

    private static SortedSet<String> names(String list) throws MalformedException {
        var names = new TreeSet<String>();
        if (!list.isEmpty()) {
            for (String each : list.split(",", -1)) {
                names.add(name(each));
            }
        }
        return names;
    }

    private static String name(String text) throws MalformedException {
        if (!isName(text)) {
            throw new MalformedException("not a name");
        }
        return text;
    }
    // END SOLUTION
}
