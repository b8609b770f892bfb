package engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The sockets of this process as Linux lists them (proc(5): {@code /proc/self/net/udp} and so on). */
final class SocketTable {
    private static final Path SELF = Path.of("/proc/self");
    private static final String LISTENING = "0A";

    private SocketTable() {}

    /**
     * One that is bound.
     *
     * @param stream TCP, else UDP
     * @param address an IPv4 one also where an IPv6 socket is bound to it
     */
    record Socket(boolean stream, StandardProtocolFamily family, InetSocketAddress address, String inode) {
        String target() {
            return "socket:[" + inode + "]";
        }
    }

    /** The socket behind a descriptor, if it is one that receives datagrams or takes connections. */
    static Optional<Socket> behind(int descriptor) throws IOException {
        String target = target(SELF.resolve("fd").resolve(Integer.toString(descriptor)));
        return sockets(socket -> target.equals(socket.target())).stream().findFirst();
    }

    /** The descriptor of a socket of this process. */
    static int descriptor(boolean stream, InetSocketAddress address) throws IOException {
        List<String> targets = sockets(
                        socket -> socket.stream() == stream && socket.address().equals(address))
                .stream()
                .map(Socket::target)
                .toList();
        try (Stream<Path> descriptors = Files.list(SELF.resolve("fd"))) {
            return descriptors
                    .filter(descriptor -> targets.contains(target(descriptor)))
                    .map(descriptor -> Integer.parseInt(descriptor.getFileName().toString()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no descriptor of the socket at " + address + " is found"));
        }
    }

    /** What a descriptor stands for; empty for one that has been closed meanwhile. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }

    private static List<Socket> sockets(Predicate<Socket> wanted) throws IOException {
        var found = new ArrayList<Socket>();
        for (String table : List.of("udp", "udp6", "tcp", "tcp6")) {
            Path file = SELF.resolve("net").resolve(table);
            if (Files.exists(file)) {
                try (Stream<String> lines = Files.lines(file)) {
                    lines.skip(1)
                            .flatMap(line -> socket(table, line).stream())
                            .filter(wanted)
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    /** Of a line such as {@code 0: 0100007F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 14838794}. */
    static Optional<Socket> socket(String table, String line) {
        boolean stream = table.startsWith("tcp");
        var family = table.endsWith("6") ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        String[] fields = line.strip().split(" +");
        if (fields.length < 10 || (stream && !fields[3].equals(LISTENING))) {
            return Optional.empty();
        }
        String[] local = fields[1].split(":");
        var address = new InetSocketAddress(address(local[0]), Integer.parseInt(local[1], 16));
        return Optional.of(new Socket(stream, family, address, fields[9]));
    }

    /** Of 32 bits each, as this machine writes numbers. */
    private static InetAddress address(String hex) {
        var words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        var address = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            address.putInt(words.getInt());
        }
        try {
            return InetAddress.getByAddress(address.array());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }
}
