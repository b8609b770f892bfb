package cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;

/** A queries over UDP, with EDNS, so that all addresses fit. */
final class Dns {
    private static final int EDNS_SIZE = 4096;
    private static final int SERVFAIL = 2;

    private final InetSocketAddress server;

    Dns(String address, int port) {
        server = new InetSocketAddress(address, port);
    }

    /** The addresses of a name, none for NXDOMAIN; asked again after SERVFAIL, and each second, as resolvers do; empty after the last. */
    Optional<Set<String>> addresses(String name, int tries) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            socket.setSoTimeout(1000);
            var query = query(name);
            for (var i = 0; i < tries; i++) {
                try {
                    return Optional.of(ask(socket, query));
                } catch (IOException _) {
                    // Nobody listens (ICMP) or nothing comes: again, not at once.
                    pause();
                }
            }
            return Optional.empty();
        }
    }

    /** One query on a socket of the caller's. */
    static Set<String> ask(DatagramSocket socket, byte[] query) throws IOException {
        socket.send(new DatagramPacket(query, query.length));
        var packet = new DatagramPacket(new byte[EDNS_SIZE], EDNS_SIZE);
        do {
            socket.receive(packet);
        } while (packet.getData()[0] != query[0] || packet.getData()[1] != query[1]);
        return read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    /** The bytes of an A query with a random id. */
    static byte[] query(String name) {
        var query = new ByteArrayOutputStream();
        var id = ThreadLocalRandom.current().nextInt(65536);
        query.writeBytes(new byte[] {(byte) (id >> 8), (byte) id, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1});
        for (var label : name.split("\\.")) {
            query.write(label.length());
            query.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        query.writeBytes(new byte[] {0, 0, 1, 0, 1});
        query.writeBytes(new byte[] {0, 0, 41, EDNS_SIZE >> 8, EDNS_SIZE & 255, 0, 0, 0, 0, 0, 0});
        return query.toByteArray();
    }

    private static Set<String> read(ByteBuffer answer) throws IOException {
        var addresses = new TreeSet<String>();
        if ((answer.get(3) & 15) == SERVFAIL) {
            throw new IOException("SERVFAIL: the agent could not find out");
        }
        var questions = answer.getShort(4);
        var records = answer.getShort(6);
        answer.position(12);
        for (var i = 0; i < questions; i++) {
            passName(answer);
            answer.position(answer.position() + 4);
        }
        for (var i = 0; i < records; i++) {
            passName(answer);
            var type = answer.getShort();
            answer.position(answer.position() + 6);
            var data = new byte[Short.toUnsignedInt(answer.getShort())];
            answer.get(data);
            if (type == 1) {
                addresses.add(InetAddress.getByAddress(data).getHostAddress());
            }
        }
        return addresses;
    }

    private static void passName(ByteBuffer answer) {
        for (var length = Byte.toUnsignedInt(answer.get()); length != 0; length = Byte.toUnsignedInt(answer.get())) {
            if (length >= 192) {
                answer.get();
                return;
            }
            answer.position(answer.position() + length);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
