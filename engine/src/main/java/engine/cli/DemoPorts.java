package engine.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of this machine that nobody uses now, for UDP and TCP alike. They lie below those that systems give to connections (32768
 * and above, ip(7)): one of these could take the port of a server that is away for a while.
 */
final class DemoPorts {
    private static final int FIRST = 10_000;
    private static final int END = 18_000;

    /** That many tries for each are more than enough unless all ports are in use. */
    private static final int TRIES = 1_000;

    private DemoPorts() {}

    /** So many different ports. */
    static List<Integer> free(int count) throws IOException {
        var ports = new LinkedHashSet<Integer>();
        for (var tries = count * TRIES; ports.size() < count; tries--) {
            if (tries == 0) {
                throw new IOException("there are no " + count + " free ports between " + FIRST + " and " + END);
            }
            var port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return new ArrayList<>(ports);
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
}
