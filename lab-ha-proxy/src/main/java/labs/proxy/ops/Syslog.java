package labs.proxy.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import labs.proxy.config.LogSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to a log, as syslog over UDP (RFC 3164), or to the console. A message that cannot
 * be sent at once is lost: a log must not stop the proxy. Thread-safe.
 */
public final class Syslog {
    private static final Logger LOG = LoggerFactory.getLogger(Syslog.class);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ROOT);
    private static final int USUAL_PORT = 514;
    private static final Map<String, Syslog> TARGETS = new ConcurrentHashMap<>();

    private final DatagramChannel channel; // null where it could not be opened
    private final InetSocketAddress address;

    private Syslog(String target) {
        int colon = target.lastIndexOf(':');
        boolean port = colon > 0 && target.indexOf(':') == colon;
        address =
                port
                        ? new InetSocketAddress(
                                target.substring(0, colon),
                                Integer.parseInt(target.substring(colon + 1)))
                        : new InetSocketAddress(target, USUAL_PORT);
        channel = open();
    }

    private static DatagramChannel open() {
        try {
            DatagramChannel opened = DatagramChannel.open();
            opened.configureBlocking(false);
            return opened;
        } catch (IOException e) {
            LOG.warn("no log over UDP: {}", e.getMessage());
            return null;
        }
    }

    /** Sends one line. */
    public static void send(LogSettings.Target target, int level, String text) {
        String address = target.address();
        if (address.equals("stdout") || address.equals("stderr") || address.startsWith("fd@")) {
            System.out.println(text);
        } else if (address.startsWith("/") || address.startsWith("unix@")) {
            LOG.info("{}", text); // Java has no datagrams over Unix sockets
        } else {
            TARGETS.computeIfAbsent(address.replaceFirst("^(udp|ipv4|ipv6)@", ""), Syslog::new)
                    .send(8 * target.facility() + level, target.tag(), text);
        }
    }

    private void send(int priority, String tag, String text) {
        if (channel == null || address.isUnresolved()) {
            return;
        }
        String date = DATE.format(LocalDateTime.now());
        String padded =
                date.charAt(5) == ' ' ? date.substring(0, 4) + " " + date.substring(4) : date;
        String line =
                "<%d>%s %s[%d]: %s"
                        .formatted(priority, padded, tag, ProcessHandle.current().pid(), text);
        try {
            channel.send(ByteBuffer.wrap(line.getBytes(ISO_8859_1)), address);
        } catch (IOException e) {
            LOG.debug("a line of the log is lost: {}", e.getMessage());
        }
    }
}
