package engine.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine that nobody uses now, for UDP and TCP alike. */
final class DemoPorts {
    private DemoPorts() {}

    /** So many different ports. */
    static List<Integer> free(int count) throws IOException {
        var held = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        try {
            while (ports.size() < count) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                held.add(socket);
                if (udpIsFree(socket.getLocalPort())) {
                    ports.add(socket.getLocalPort());
                }
            }
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    private static boolean udpIsFree(int port) {
        try (var socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException _) {
            return false;
        }
    }
}
