package engine.config;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the configuration takes from the machine: its name and its address. */
interface Machine {

    /** The host name; empty where it has none. */
    String hostName();

    /** The IPv4 address that others reach the machine at; the loopback address where it has no other. */
    String address();

    /** The machine that this runs on. Asks no name server. */
    Machine LOCAL = new Machine() {
        @Override
        public String hostName() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            } catch (IOException _) {
                try {
                    return InetAddress.getLocalHost().getHostName();
                } catch (UnknownHostException _) {
                    return "";
                }
            }
        }

        @Override
        public String address() {
            var found = new ArrayList<Found>();
            try {
                for (var each : NetworkInterface.networkInterfaces().toList()) {
                    if (each.isUp()) {
                        each.inetAddresses()
                                .filter(Inet4Address.class::isInstance)
                                .forEach(address -> found.add(new Found(each.getName(), address)));
                    }
                }
            } catch (SocketException _) {
                // Without interfaces there is only the loopback address.
            }
            return choose(found, defaultInterface());
        }

        // The interface of the default route (proc(5), /proc/net/route); empty where there is none.
        private String defaultInterface() {
            try {
                return Files.readAllLines(Path.of("/proc/net/route")).stream()
                        .map(line -> line.split("\\s+"))
                        .filter(columns -> columns.length > 1 && columns[1].equals("00000000"))
                        .map(columns -> columns[0])
                        .findFirst()
                        .orElse("");
            } catch (IOException _) {
                return "";
            }
        }
    };

    /** An address of an interface. */
    record Found(String networkInterface, InetAddress address) {}

    /** A private address on the default route, else any private one, else any that is not loopback, else loopback. */
    static String choose(List<Found> found, String defaultInterface) {
        return found.stream()
                .filter(f ->
                        f.address().isSiteLocalAddress() && f.networkInterface().equals(defaultInterface))
                .findFirst()
                .or(() -> found.stream()
                        .filter(f -> f.address().isSiteLocalAddress())
                        .findFirst())
                .or(() -> found.stream()
                        .filter(f -> !f.address().isLoopbackAddress())
                        .findFirst())
                .map(f -> f.address().getHostAddress())
                .orElse("127.0.0.1");
    }
}
