package engine.checks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Echo requests of ICMP (RFC 792, RFC 4443), one a second, until one is answered. It looks for the answer every few
 * milliseconds, and the virtual thread sleeps in between: nothing blocks, and no thread is needed for a socket.
 */
final class IcmpEcho {

    /** Neither a ping socket nor a raw one may be opened. */
    static final String NOT_PERMITTED =
            "this agent may not ping: its group must be within the sysctl net.ipv4.ping_group_range,"
                    + " or it needs the capability CAP_NET_RAW";

    private static final Duration REPEAT = Duration.ofSeconds(1);
    private static final int HEADER = 8;
    private static final int COOKIE = 16;
    private static final int MOST = 2048;

    private final boolean v6;
    private final int socket;
    private final boolean raw;
    private final byte[] to;
    private final byte[] cookie = new byte[COOKIE];

    private IcmpEcho(InetAddress address) throws IOException {
        v6 = address instanceof Inet6Address;
        to = socketAddress(address);
        int domain = v6 ? Syscalls.AF_INET6 : Syscalls.AF_INET;
        int protocol = v6 ? Syscalls.IPPROTO_ICMPV6 : Syscalls.IPPROTO_ICMP;
        int descriptor;
        boolean unprivileged = true;
        try {
            descriptor = Syscalls.socket(domain, Syscalls.SOCK_DGRAM, protocol);
        } catch (Syscalls.Failed _) {
            descriptor = raw(domain, protocol);
            unprivileged = false;
        }
        socket = descriptor;
        raw = !unprivileged;
        ThreadLocalRandom.current().nextBytes(cookie);
    }

    /** How long the answer took. Throws where none comes within {@code patience}, or once {@code opened} is closed. */
    static Duration to(InetAddress address, Duration patience, Opened opened) throws IOException {
        var echo = new IcmpEcho(address);
        try {
            return echo.ask(patience, opened);
        } finally {
            Syscalls.close(echo.socket);
        }
    }

    private static int raw(int domain, int protocol) throws IOException {
        try {
            return Syscalls.socket(domain, Syscalls.SOCK_RAW, protocol);
        } catch (Syscalls.Failed refused) {
            throw refused.errno == Syscalls.EPERM || refused.errno == Syscalls.EACCES
                    ? new IOException(NOT_PERMITTED, refused)
                    : refused;
        }
    }

    private Duration ask(Duration patience, Opened opened) throws IOException {
        long start = System.nanoTime();
        for (short sequence = 1; ; sequence++) {
            long sent = System.nanoTime();
            Syscalls.send(socket, request(sequence), to);
            while (System.nanoTime() - sent < REPEAT.toNanos()) {
                if (isAnswered()) {
                    return Duration.ofNanos(System.nanoTime() - sent);
                }
                if (System.nanoTime() - start > patience.toNanos() || opened.isClosed()) {
                    throw new IOException("no answer within " + Output.ofDuration(patience));
                }
                pause(System.nanoTime() - sent < 50_000_000 ? 1 : 10);
            }
        }
    }

    private boolean isAnswered() throws IOException {
        for (var packet = Syscalls.receive(socket, MOST); packet.length > 0; packet = Syscalls.receive(socket, MOST)) {
            // A raw socket of IPv4 gives the header of IP too.
            int from = raw && !v6 ? (packet[0] & 0x0F) * 4 : 0;
            if (packet.length >= from + HEADER + COOKIE
                    && packet[from] == (v6 ? (byte) 129 : 0)
                    && Arrays.equals(packet, from + HEADER, from + HEADER + COOKIE, cookie, 0, COOKIE)) {
                return true;
            }
        }
        return false;
    }

    /** The kernel fills in the checksum, and for a ping socket the identifier; for a raw one of IPv4 it does neither. */
    private byte[] request(short sequence) {
        var packet = ByteBuffer.allocate(HEADER + COOKIE)
                .put((byte) (v6 ? 128 : 8))
                .put((byte) 0)
                .putShort((short) 0)
                .put(cookie, 0, 2)
                .putShort(sequence)
                .put(cookie);
        if (!v6) {
            packet.putShort(2, checksum(packet.array()));
        }
        return packet.array();
    }

    private static short checksum(byte[] packet) {
        int sum = 0;
        for (int at = 0; at < packet.length; at += 2) {
            sum += ((packet[at] & 0xFF) << 8) | (packet[at + 1] & 0xFF);
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~(sum + (sum >>> 16));
    }

    /** {@code sockaddr_in} or {@code sockaddr_in6}. */
    private static byte[] socketAddress(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address v6
                ? ByteBuffer.allocate(28)
                        .order(ByteOrder.nativeOrder())
                        .putShort((short) Syscalls.AF_INET6)
                        .putShort((short) 0)
                        .putInt(0)
                        .put(bytes)
                        .putInt(v6.getScopeId())
                        .array()
                : ByteBuffer.allocate(16)
                        .order(ByteOrder.nativeOrder())
                        .putShort((short) Syscalls.AF_INET)
                        .putShort((short) 0)
                        .put(bytes)
                        .array();
    }

    private static void pause(long millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the agent ends");
        }
    }
}
