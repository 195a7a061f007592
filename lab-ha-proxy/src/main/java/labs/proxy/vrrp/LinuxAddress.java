package labs.proxy.vrrp;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An address on a network device of Linux, by the program {@code ip}; needs root.
 *
 * <p><b>A lease, kept by the kernel.</b> The address outlives the process that set it: after {@code
 * kill -9} the dead master's kernel would go on answering for it, beside the new master. So it is
 * set with a lifetime, and {@link #keep} sets it again; who no longer runs, or hangs, loses it.
 *
 * <p><b>Gratuitous ARP.</b> The neighbours remember which machine has the address, and go on
 * sending there. A broadcast "this address is at this machine" corrects them; keepalived sends it
 * through a raw socket, which Java has not. But the kernel sends it for all addresses of a device
 * when its hardware address is set, even to the same value, and {@code arp_notify} is on.
 */
final class LinuxAddress implements AddressOwner {
    private static final long LIMIT_SECONDS = 20;

    private final String device;
    private final String address;
    private final int prefix;
    private final String lease; // in seconds

    /**
     * @param lease how long it is held without {@link #keep}; whole seconds, at least one
     */
    LinuxAddress(String device, String address, int prefix, Duration lease) {
        this.device = device;
        this.address = address;
        this.prefix = prefix;
        this.lease = String.valueOf(Math.max(1, lease.plusMillis(999).toSeconds()));
    }

    @Override
    public void take() throws IOException {
        keep();
        Files.writeString(Path.of("/proc/sys/net/ipv4/conf", device, "arp_notify"), "1");
        ip("link", "set", "dev", device, "address", hardwareAddress());
    }

    @Override
    public void keep() throws IOException {
        // replace: adds it, or sets its lifetime; and if the lease ran out in a pause, adds it.
        String cidr = address + "/" + prefix;
        ip("addr", "replace", cidr, "dev", device, "valid_lft", lease, "preferred_lft", lease);
    }

    @Override
    public void release() throws IOException {
        ip("addr", "flush", "dev", device, "to", address + "/32");
    }

    private String hardwareAddress() throws IOException {
        NetworkInterface found = NetworkInterface.getByName(device);
        byte[] bytes = found == null ? null : found.getHardwareAddress();
        if (bytes == null) {
            throw new IOException("no device " + device + " with a hardware address");
        }
        return HexFormat.ofDelimiter(":").formatHex(bytes);
    }

    private static void ip(String... words) throws IOException {
        List<String> command = Stream.concat(Stream.of("ip"), Arrays.stream(words)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + ": no end");
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(String.join(" ", command) + ": interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
