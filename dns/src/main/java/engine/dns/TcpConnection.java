package engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP client: messages with two bytes of length before each (RFC 1035 4.2.2), answered in their order. While an
 * answer waits to be taken, or is awaited from a server, nothing more is read, so a connection holds at most one answer
 * and {@value #MAX_QUERY} bytes of queries. Used by the selector's thread alone.
 */
final class TcpConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final int LENGTH = 2;
    /** Longer queries end the connection; honest ones have a name, a type and some options. */
    static final int MAX_QUERY = 4096;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final InetAddress client;
    private final SelectionKey key;
    private final Exchange exchange;
    private final ByteBuffer received = ByteBuffer.allocate(LENGTH + MAX_QUERY);
    private ByteBuffer unsent = NOTHING;
    private long since = System.nanoTime();

    /** What all connections of a thread share: one answer at a time is made in one buffer. */
    static final class Exchange {
        private final Responder responder;
        private final @Nullable Forwarder forwarder;
        private final Recursion recursion;
        private final Consumer<Runnable> handOver;
        private final ByteBuffer answer = ByteBuffer.allocateDirect(Responder.MAX_TCP);
        private final ByteBuffer length = ByteBuffer.allocateDirect(LENGTH);
        private final ByteBuffer[] frame = {length, answer};

        /** @param handOver runs a task on the selector's thread */
        Exchange(Supplier<Zone> zone, @Nullable Forwarder forwarder, Recursion recursion, Consumer<Runnable> handOver) {
            this.responder = new Responder(zone);
            this.forwarder = forwarder;
            this.recursion = recursion;
            this.handOver = handOver;
        }

        boolean forwarded(ByteBuffer query, TcpConnection connection) {
            return forwarder != null
                    && forwarder.take(query, Responder.Transport.TCP, connection.client, later(connection));
        }

        void beyond(ByteBuffer query, TcpConnection connection) {
            var bytes = new byte[query.remaining()];
            query.get(bytes);
            recursion.answer(bytes, Responder.Transport.TCP, connection.client, later(connection));
        }

        private Consumer<byte[]> later(TcpConnection connection) {
            return answer -> handOver.accept(() -> connection.answered(answer));
        }
    }

    TcpConnection(SocketChannel channel, SelectionKey key, Exchange exchange) {
        this.channel = channel;
        this.client = channel.socket().getInetAddress();
        this.key = key;
        this.exchange = exchange;
    }

    boolean isOf(InetAddress address) {
        return client.equals(address);
    }

    /** Nanoseconds since the last whole query arrived or the last whole answer left. */
    long idle(long now) {
        return now - since;
    }

    /** Sends what waits, then reads and answers. Closes itself when the client ended or broke the protocol. */
    void ready() {
        try {
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
        } catch (IOException e) {
            lost(e);
        }
    }

    /** Sends the answer of a server and goes on. */
    private void answered(byte[] answer) {
        if (!key.isValid()) {
            return;
        }
        try {
            key.interestOps(SelectionKey.OP_READ);
            since = System.nanoTime();
            if (send(new ByteBuffer[] {exchange.length, ByteBuffer.wrap(answer)})) {
                answerAll();
            }
        } catch (IOException e) {
            lost(e);
        }
    }

    private void lost(IOException cause) {
        LOG.debug("DNS over TCP: connection lost: {}", cause.toString());
        close();
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
            goesOn = answer(query);
        }
        received.compact();
        return goesOn;
    }

    private boolean answer(ByteBuffer query) throws IOException {
        if (exchange.forwarded(query, this)) {
            key.interestOps(0);
            return false;
        }
        ByteBuffer asked = query.duplicate();
        return switch (exchange.responder.answer(query, Responder.Transport.TCP, client, exchange.answer)) {
            case IGNORED -> true;
            case ANSWERED -> send(exchange.frame);
            case BEYOND -> {
                key.interestOps(0);
                exchange.beyond(asked, this);
                yield false;
            }
        };
    }

    /** @param frame the shared buffer for the length, and the answer; false when a part has to wait */
    private boolean send(ByteBuffer[] frame) throws IOException {
        exchange.length.clear().putShort((short) frame[1].remaining()).flip();
        channel.write(frame);
        int left = exchange.length.remaining() + frame[1].remaining();
        if (left == 0) {
            return true;
        }
        unsent = ByteBuffer.allocate(left).put(exchange.length).put(frame[1]).flip();
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
