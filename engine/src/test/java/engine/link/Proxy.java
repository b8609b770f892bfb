package engine.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can be held: bytes stop, connections stay. */
final class Proxy implements AutoCloseable {
    private final ServerSocket listener;
    private final HostPort target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object gate = new Object();
    private boolean held;

    Proxy(HostPort target) {
        this.target = target;
        try {
            this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    HostPort place() {
        return new HostPort("127.0.0.1", listener.getLocalPort());
    }

    void hold() {
        synchronized (gate) {
            held = true;
        }
    }

    private void accept() {
        try {
            while (true) {
                var from = listener.accept();
                var to = new Socket(InetAddress.getLoopbackAddress(), target.port());
                sockets.add(from);
                sockets.add(to);
                Thread.ofVirtual().start(() -> copy(from, to));
                Thread.ofVirtual().start(() -> copy(to, from));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void copy(Socket from, Socket to) {
        var bytes = new byte[8192];
        try {
            for (var read = from.getInputStream().read(bytes);
                    read >= 0;
                    read = from.getInputStream().read(bytes)) {
                synchronized (gate) {
                    while (held) {
                        gate.wait();
                    }
                }
                to.getOutputStream().write(bytes, 0, read);
            }
            from.close();
            to.close();
        } catch (IOException | InterruptedException _) {
            // closed
        }
    }

    /** Ends every connection, also one that is held. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (var socket : sockets) {
            socket.close();
        }
        synchronized (gate) {
            held = false;
            gate.notifyAll();
        }
    }
}
