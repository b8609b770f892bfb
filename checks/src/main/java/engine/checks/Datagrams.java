package engine.checks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** A question over UDP and its answer. */
final class Datagrams {

    private static final int MOST = 65535;

    /** Makes something of a datagram; of a stray or forged one, or an answer to something else, nothing. */
    interface Reading<T> {
        Optional<T> of(ByteBuffer datagram) throws IOException;
    }

    private Datagrams() {}

    /** @throws SocketTimeoutException when no answer comes in time */
    static <T> T ask(InetSocketAddress target, byte[] question, Duration patience, Opened opened, Reading<T> reading)
            throws IOException {
        var socket = opened.add(new DatagramSocket());
        socket.connect(target);
        socket.send(new DatagramPacket(question, question.length));
        var packet = new DatagramPacket(new byte[MOST], MOST);
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            packet.setLength(MOST);
            socket.receive(packet);
            var answer = reading.of(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new SocketTimeoutException("no answer within " + Output.ofDuration(patience));
    }
}
