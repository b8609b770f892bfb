package engine.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TLS (RFC 7858): the messages of TCP in TLS. A virtual thread for each connection, which holds one query and one
 * answer at a time.
 */
final class TlsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
    private static final Duration AFTER_FAULT = Duration.ofMillis(10);

    private final SSLServerSocket listening;
    private final BiFunction<byte[], InetAddress, byte[]> answers;
    private final TcpListener.Limits limits;
    private final Semaphore room;
    private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final Faults faults = new Faults(LOG);

    private TlsListener(
            SSLServerSocket listening, BiFunction<byte[], InetAddress, byte[]> answers, TcpListener.Limits limits) {
        this.listening = listening;
        this.answers = answers;
        this.limits = limits;
        this.room = new Semaphore(limits.connections());
        this.thread = Thread.ofPlatform()
                .name("dns-tls-" + listening.getLocalPort())
                .daemon()
                .unstarted(this::accept);
    }

    /**
     * Listens and serves.
     *
     * @param answers the answer to a message of a client, empty for none; may block
     */
    static TlsListener start(
            InetSocketAddress address,
            SSLContext context,
            BiFunction<byte[], InetAddress, byte[]> answers,
            TcpListener.Limits limits)
            throws IOException {
        SSLServerSocket socket =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, limits.connections());
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        var listener = new TlsListener(socket, answers, limits);
        listener.thread.start();
        return listener;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                SSLSocket socket = (SSLSocket) listening.accept();
                if (room.tryAcquire()) {
                    open.add(socket);
                    Thread.ofVirtual().name("dns-tls").start(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (SocketException e) {
                LOG.debug("DNS over TLS: {}", e.toString());
            } catch (IOException e) {
                faults.report("accepting a TLS connection", e);
                LockSupport.parkNanos(AFTER_FAULT.toNanos());
            }
        }
    }

    private void serve(SSLSocket socket) {
        try (socket) {
            socket.setSoTimeout((int) limits.idle().toMillis());
            socket.setTcpNoDelay(true);
            socket.startHandshake();
            var in = new DataInputStream(socket.getInputStream());
            for (byte[] query = read(in); query.length > 0; query = read(in)) {
                byte[] answer = answers.apply(query, socket.getInetAddress());
                if (answer.length > 0) {
                    socket.getOutputStream()
                            .write(ByteBuffer.allocate(2 + answer.length)
                                    .putShort((short) answer.length)
                                    .put(answer)
                                    .array());
                }
            }
        } catch (IOException e) {
            LOG.debug("DNS over TLS: connection lost: {}", e.toString());
        } finally {
            open.remove(socket);
            room.release();
        }
    }

    /** One message; empty when it is too short or too long. */
    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        return length < Query.HEADER || length > TcpConnection.MAX_QUERY ? new byte[0] : in.readNBytes(length);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SSLSocket socket : open) {
            socket.close();
        }
        DnsServer.await(thread);
    }
}
