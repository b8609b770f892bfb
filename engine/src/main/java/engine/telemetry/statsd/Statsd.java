package engine.telemetry.statsd;

import engine.metrics.Registry;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the metrics of a process to where they are wanted; nobody waits for it, and what is lost is lost. */
public final class Statsd {
    private static final Logger LOG = LoggerFactory.getLogger(Statsd.class);

    /** Fits into one frame of an Ethernet. */
    private static final int PACKET = 1400;

    private volatile Targets targets = Targets.NONE;
    private final AtomicBoolean sending = new AtomicBoolean();
    private boolean failed;

    /**
     * Who is sent them.
     *
     * @param plain {@code host:port}; empty for none
     * @param dog the same of one that reads tags
     * @param tags of all that it is sent
     */
    public record Targets(String plain, String dog, List<String> tags) {
        static final Targets NONE = new Targets("", "", List.of());
    }

    /** From the next interval on. */
    public void use(Targets wanted) {
        targets = wanted;
    }

    /** Sends what the last interval was like, from a thread of its own; not while the one before is still being sent. */
    public void send(Registry registry) {
        var now = targets;
        if (now.plain().isEmpty() && now.dog().isEmpty()) {
            return;
        }
        if (sending.compareAndSet(false, true)) {
            Thread.ofVirtual().name("statsd").start(() -> {
                try {
                    send(registry, now);
                } finally {
                    sending.set(false);
                }
            });
        }
    }

    private void send(Registry registry, Targets now) {
        try (var socket = new DatagramSocket()) {
            if (!now.plain().isEmpty()) {
                send(socket, now.plain(), Lines.plain(registry));
            }
            if (!now.dog().isEmpty()) {
                send(socket, now.dog(), Lines.tagged(registry, now.tags()));
            }
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("metrics cannot be sent: {}", e.getMessage());
            }
            failed = true;
        }
    }

    private static void send(DatagramSocket socket, String target, List<String> lines) throws IOException {
        var address = resolved(target);
        var packet = new StringBuilder();
        for (var line : lines) {
            if (!packet.isEmpty() && packet.length() + 1 + line.length() > PACKET) {
                send(socket, address, packet);
                packet.setLength(0);
            }
            packet.append(packet.isEmpty() ? "" : "\n").append(line);
        }
        send(socket, address, packet);
    }

    private static void send(DatagramSocket socket, InetSocketAddress address, StringBuilder packet)
            throws IOException {
        var bytes = packet.toString().getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, address));
    }

    /** Asked anew each time: the server may have moved. */
    private static InetSocketAddress resolved(String target) throws IOException {
        var colon = target.lastIndexOf(':');
        var host = target.substring(0, colon).replace("[", "").replace("]", "");
        return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(target.substring(colon + 1)));
    }
}
