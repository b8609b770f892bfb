import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Random;

/**
 * What agent-test needs of the network, run from source: {@code ports N} prints free ports, {@code noise PORT N} sends packets
 * of random bytes over UDP, {@code dns PORT NAME} prints how many records answer an A query.
 */
public final class Net {
    private Net() {}

    /** Runs one of them. */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "ports" -> ports(Integer.parseInt(args[1]));
            case "noise" -> noise(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            case "dns" -> dns(Integer.parseInt(args[1]), args[2]);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Below those that the system gives to connections, of which there are many while other tests run beside these. */
    private static void ports(int count) {
        var random = new Random();
        var found = new LinkedHashSet<Integer>();
        while (found.size() < count) {
            var port = random.nextInt(10_000, 18_000);
            if (isFree(port)) {
                found.add(port);
            }
        }
        found.forEach(System.out::println);
    }

    private static boolean isFree(int port) {
        var loopback = InetAddress.getLoopbackAddress();
        try (var tcp = new ServerSocket(port, 1, loopback);
                var udp = new DatagramSocket(port, loopback)) {
            return tcp.isBound() && udp.isBound();
        } catch (IOException _) {
            return false;
        }
    }

    private static void noise(int port, int count) throws IOException {
        // One seed: what broke an agent once breaks it again.
        var random = new Random(4711);
        try (var socket = new DatagramSocket()) {
            for (var i = 0; i < count; i++) {
                var bytes = new byte[random.nextInt(600)];
                random.nextBytes(bytes);
                if (i % 2 == 0 && bytes.length > 12) {
                    // Half of them look like a query with one question, so that they get past the header.
                    bytes[2] = 1;
                    bytes[3] = 0;
                    bytes[4] = 0;
                    bytes[5] = 1;
                    for (var j = 6; j < 12; j++) {
                        bytes[j] = 0;
                    }
                }
                socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            }
        }
    }

    private static void dns(int port, String name) throws IOException {
        var query = new java.io.ByteArrayOutputStream();
        query.writeBytes(new byte[] {0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (var label : name.split("\\.")) {
            query.write(label.length());
            query.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        query.writeBytes(new byte[] {0, 0, 1, 0, 1});
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(3000);
            var bytes = query.toByteArray();
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
            var answer = new byte[4096];
            socket.receive(new DatagramPacket(answer, answer.length));
            System.out.println((answer[6] & 0xff) << 8 | answer[7] & 0xff);
        } catch (SocketTimeoutException e) {
            System.out.println("no answer");
        }
    }
}
