package engine.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP client: messages with two bytes of length before each (RFC 1035 4.2.2), answered in their order. While an
 * answer waits to be taken nothing more is read, so a connection holds at most one answer and {@value #MAX_QUERY} bytes
 * of queries. Used by the selector's thread alone.
 */
final class TcpConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final int LENGTH = 2;
    /** Longer queries end the connection; honest ones have a name, a type and some options. */
    static final int MAX_QUERY = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Exchange exchange;
    private final ByteBuffer received = ByteBuffer.allocate(LENGTH + MAX_QUERY);
    private ByteBuffer unsent = NOTHING;
    private long since = System.nanoTime();

    /** What all connections of a thread share: one answer at a time is made in one buffer. */
    static final class Exchange {
        private final Responder responder;
        private final ByteBuffer answer = ByteBuffer.allocateDirect(Responder.MAX_TCP);
        private final ByteBuffer length = ByteBuffer.allocateDirect(LENGTH);
        private final ByteBuffer[] frame = {length, answer};

        Exchange(Supplier<Zone> zone) {
            this.responder = new Responder(zone);
        }
    }

    TcpConnection(SocketChannel channel, SelectionKey key, Exchange exchange) {
        this.channel = channel;
        this.key = key;
        this.exchange = exchange;
    }

    /** Nanoseconds since the last whole query arrived or the last whole answer left. */
    long idle(long now) {
        return now - since;
    }

    /** Sends what waits, then reads and answers. Closes itself when the client ended or broke the protocol. */
    void ready() throws IOException {
        if (!flush()) {
            return;
        }
        // The rest of what was read before the answer had to wait.
        if (!answerAll()) {
            return;
        }
        if (channel.read(received) < 0) {
            close();
            return;
        }
        answerAll();
    }

    /** Answers every whole query received; false when one has to wait or the connection is over. */
    private boolean answerAll() throws IOException {
        received.flip();
        boolean goesOn = true;
        while (goesOn && received.remaining() >= LENGTH) {
            int length = received.getShort(received.position()) & 0xffff;
            if (length < Query.HEADER || length > MAX_QUERY) {
                close();
                return false;
            }
            if (received.remaining() < LENGTH + length) {
                break;
            }
            ByteBuffer query = received.slice(received.position() + LENGTH, length);
            received.position(received.position() + LENGTH + length);
            since = System.nanoTime();
            goesOn = !exchange.responder.answer(query, Responder.Transport.TCP, exchange.answer) || send();
        }
        received.compact();
        return goesOn;
    }

    private boolean send() throws IOException {
        exchange.length.clear().putShort((short) exchange.answer.remaining()).flip();
        channel.write(exchange.frame);
        int left = exchange.length.remaining() + exchange.answer.remaining();
        if (left == 0) {
            return true;
        }
        unsent = ByteBuffer.allocate(left)
                .put(exchange.length)
                .put(exchange.answer)
                .flip();
        key.interestOps(SelectionKey.OP_WRITE);
        return false;
    }

    private boolean flush() throws IOException {
        if (unsent.hasRemaining()) {
            channel.write(unsent);
            if (unsent.hasRemaining()) {
                return false;
            }
            unsent = NOTHING;
            since = System.nanoTime();
            key.interestOps(SelectionKey.OP_READ);
        }
        return true;
    }

    void close() {
        try {
            key.cancel();
            channel.close();
        } catch (IOException e) {
            LOG.debug("DNS over TCP: closing failed: {}", e.toString());
        }
    }
}
