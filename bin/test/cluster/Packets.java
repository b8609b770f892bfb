package cluster;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/** A host's end for trying links: prints each packet that arrives, and sends one to each address that it reads. */
final class Packets {
    private static final int PORT = 9999;

    private Packets() {}

    /** Runs until its input ends. */
    public static void main(String[] args) throws IOException {
        try (var socket = new DatagramSocket(PORT)) {
            Thread.ofPlatform().daemon().start(() -> receive(socket));
            System.out.println("ready");
            for (var c = new StringBuilder(); ; ) {
                var read = System.in.read();
                if (read < 0) {
                    return;
                }
                if (read == '\n') {
                    var words = c.toString().split(" ");
                    var bytes = words[1].getBytes(StandardCharsets.US_ASCII);
                    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(words[0]), PORT));
                    c.setLength(0);
                } else {
                    c.append((char) read);
                }
            }
        }
    }

    private static void receive(DatagramSocket socket) {
        var packet = new DatagramPacket(new byte[100], 100);
        try {
            while (true) {
                socket.receive(packet);
                System.out.println(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
            }
        } catch (IOException _) {
            // Closed: the end.
        }
    }
}
