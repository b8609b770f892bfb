package engine.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.xbill.DNS.Message;

/** Clients that ask one question. */
final class Clients {
    private static final int DEADLINE_MILLIS = 10_000;

    private Clients() {}

    static Message udp(DnsServer server, Message query) throws IOException {
        byte[] bytes = query.toWire();
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.send(
                    new DatagramPacket(bytes, bytes.length, server.addresses().getFirst()));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return new Message(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
        }
    }

    static Message tcp(DnsServer server, Message query) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(server.addresses().getFirst());
            send(socket, query);
            return received(socket);
        }
    }

    static void send(Socket socket, Message query) throws IOException {
        byte[] bytes = query.toWire();
        socket.getOutputStream()
                .write(ByteBuffer.allocate(bytes.length + 2)
                        .putShort((short) bytes.length)
                        .put(bytes)
                        .array());
    }

    static Message received(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return Fixture.read(in.readNBytes(in.readUnsignedShort()));
    }
}
