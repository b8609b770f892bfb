package engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** One DNS question over UDP (RFC 1035), enough to show A and SRV records. */
final class DnsQuery {
    static final int A = 1;
    static final int SRV = 33;

    private static final int TIMEOUT_MILLIS = 5000; // as dig waits
    private static final int HEADER = 12;

    private DnsQuery() {}

    /** The records of the answer section, each as {@code 127.0.0.1} or {@code priority weight port target}; sorted. */
    static List<String> ask(int port, String name, int type) throws IOException {
        int id = ThreadLocalRandom.current().nextInt(0x10000);
        var question = question(id, name, type);
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(InetAddress.getLoopbackAddress(), port);
            socket.send(new DatagramPacket(question, question.length));
            var buffer = new byte[4096];
            var packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            return records(ByteBuffer.wrap(buffer, 0, packet.getLength()), id);
        }
    }

    static byte[] question(int id, String name, int type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x0100); // a query, recursion desired
        out.writeShort(1);
        out.writeShort(0);
        out.writeInt(0);
        for (var label : name.split("\\.")) {
            out.writeByte(label.length());
            out.writeBytes(label);
        }
        out.writeByte(0);
        out.writeShort(type);
        out.writeShort(1);
        return bytes.toByteArray();
    }

    /** The answer section of a message; no records when the name does not exist. */
    static List<String> records(ByteBuffer message, int id) throws IOException {
        if (message.remaining() < HEADER || (message.getShort(0) & 0xffff) != id) {
            throw new ProtocolException("the DNS answer is not one to this question");
        }
        int answers = message.getShort(6) & 0xffff;
        var records = new ArrayList<String>();
        message.position(HEADER);
        for (int i = 0; i < (message.getShort(4) & 0xffff); i++) {
            name(message);
            message.getInt();
        }
        for (int i = 0; i < answers; i++) {
            name(message);
            int type = message.getShort();
            message.position(message.position() + 6);
            int end = (message.getShort() & 0xffff) + message.position();
            if (type == A) {
                records.add((message.get() & 0xff) + "." + (message.get() & 0xff) + "." + (message.get() & 0xff) + "."
                        + (message.get() & 0xff));
            } else if (type == SRV) {
                records.add((message.getShort() & 0xffff) + " " + (message.getShort() & 0xffff) + " "
                        + (message.getShort() & 0xffff) + " " + name(message));
            }
            message.position(end);
        }
        records.sort(null);
        return records;
    }

    /** A name at the position, which moves behind it; compression pointers may only lead backwards. */
    private static String name(ByteBuffer message) throws IOException {
        var name = new StringBuilder();
        int after = -1;
        int least = message.position();
        while (true) {
            int length = message.get() & 0xff;
            if (length == 0) {
                break;
            }
            if (length >= 0xc0) {
                int to = (length & 0x3f) << 8 | (message.get() & 0xff);
                if (to >= least) {
                    throw new ProtocolException("a DNS name points forward");
                }
                after = after < 0 ? message.position() : after;
                least = to;
                message.position(to);
            } else {
                var label = new byte[length];
                message.get(label);
                name.append(new String(label, StandardCharsets.ISO_8859_1)).append('.');
            }
        }
        if (after >= 0) {
            message.position(after);
        }
        return name.toString();
    }
}
