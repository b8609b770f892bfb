package engine.load;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Sends mutated DNS queries to an agent on this machine, one in a thousand of them over TCP: flipped bits, cut and lengthened
 * messages, compression pointers in circles, wrong counts, names that nobody asked for before. Ten times on the way it asks
 * something right and prints what the agent takes. From the root:
 *
 * <pre>java -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.DnsFuzz \
 *     http://127.0.0.1:8500 PID DNS_PORT 10000000 [SEED]</pre>
 *
 * It ends with 1 when a right question stays without an answer. What the agent logged is for the reader to look at.
 */
public final class DnsFuzz {
    private static final int DEADLINE_MILLIS = 5_000;
    private static final String[] NAMES = {
        "consul.service.consul", "a.b.c.service.dc1.dc.consul", "_a._tcp.service.consul", "n.node.consul",
        "7f000001.addr.consul", "1.0.0.127.in-addr.arpa", "consul", "example.com"
    };
    private static final int[] TYPES = {1, 28, 33, 16, 255, 6, 12, 252};

    private final InetSocketAddress address;
    private final Random random;

    private DnsFuzz(int port, long seed) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.random = new Random(seed);
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        if (args.length < 4 || args.length > 5) {
            System.out.println("usage: DnsFuzz URL PID DNS_PORT PACKETS [SEED]");
            System.exit(2);
        }
        var agent = new MeasuredAgent(args[0], Long.parseLong(args[1]));
        var packets = Long.parseLong(args[3]);
        var fuzz = new DnsFuzz(Integer.parseInt(args[2]), args.length == 5 ? Long.parseLong(args[4]) : 1);
        var began = System.nanoTime();
        for (var tenth = 0; tenth < 10; tenth++) {
            fuzz.send(packets / 10);
            var answered = fuzz.answers(false) && fuzz.answers(true);
            System.out.printf(
                    Locale.ROOT,
                    "%,d sent in %.0f s: %s, %.0f MB resident, %d threads%n",
                    packets / 10 * (tenth + 1),
                    (System.nanoTime() - began) / 1e9,
                    answered ? "answers" : "DOES NOT ANSWER",
                    agent.megabytes(),
                    agent.threads());
            if (!answered) {
                System.exit(1);
            }
        }
        System.exit(0);
    }

    private void send(long count) throws IOException {
        try (var socket = new DatagramSocket()) {
            for (var i = 0L; i < count; i++) {
                var query = mutated();
                if (i % 1000 == 0) {
                    stream(query);
                } else {
                    socket.send(new DatagramPacket(query, query.length, address));
                }
            }
        }
    }

    /** Over TCP, with a length that may be wrong; whether it is answered or cut off does not matter. */
    private void stream(byte[] query) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(address);
            var length = random.nextInt(4) == 0 ? random.nextInt(65_536) : query.length;
            socket.getOutputStream().write(framed(query, length));
        } catch (java.net.SocketException _) {
            // cut off
        }
    }

    private static byte[] framed(byte[] query, int length) {
        return ByteBuffer.allocate(query.length + 2)
                .putShort((short) length)
                .put(query)
                .array();
    }

    private byte[] mutated() {
        var query = query(
                random.nextInt(4) == 0
                        ? "x" + random.nextLong() + ".service.consul"
                        : NAMES[random.nextInt(NAMES.length)],
                TYPES[random.nextInt(TYPES.length)]);
        switch (random.nextInt(6)) {
            case 0 -> query[random.nextInt(query.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> query = Arrays.copyOf(query, random.nextInt(query.length));
            case 2 -> {
                var before = query.length;
                query = Arrays.copyOf(query, before + random.nextInt(500));
                for (var i = before; i < query.length; i++) {
                    query[i] = (byte) random.nextInt(256);
                }
            }
            case 3 -> {
                var at = 12 + random.nextInt(query.length - 13);
                query[at] = (byte) 0xc0;
                query[at + 1] = (byte) (random.nextBoolean() ? at : random.nextInt(256));
            }
            case 4 -> query[4 + random.nextInt(8)] = (byte) random.nextInt(256);
            default -> random.nextBytes(query);
        }
        return query;
    }

    private static byte[] query(String name, int type) {
        var out = ByteBuffer.allocate(300);
        out.putShort((short) 7)
                .putShort((short) 0x0100)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(1);
        for (var label : name.split("\\.")) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.put((byte) 0).putShort((short) type).putShort((short) 1);
        // An OPT record that asks for the server's name and has a cookie.
        out.put((byte) 0).putShort((short) 41).putShort((short) 1232).putInt(0).putShort((short) 16);
        out.putInt(3 << 16).putShort((short) 10).putShort((short) 8).putLong(42);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** Whether the zone's SOA is there; over UDP the question is repeated, for the socket may be full of what was sent. */
    private boolean answers(boolean tcp) {
        var question = query("consul", 6);
        for (var tries = 0; tries < 5; tries++) {
            try {
                var answer = tcp ? overTcp(question) : overUdp(question);
                if ((answer[3] & 0xf) == 0 && answer[7] == 1) {
                    return true;
                }
            } catch (IOException e) {
                System.out.println("no answer: " + e);
            }
        }
        return false;
    }

    private byte[] overUdp(byte[] question) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.send(new DatagramPacket(question, question.length, address));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return answer.getData();
        }
    }

    private byte[] overTcp(byte[] question) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(address);
            socket.getOutputStream().write(framed(question, question.length));
            var in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }
    }
}
