package cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of a node's process and of its network. */
final class Proc {
    private static final double TICKS_PER_SECOND = 100;

    private Proc() {}

    /** Resident memory in MB. */
    static double residentMegabytes(Node node) {
        return read("/proc/" + node.pid() + "/status").lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Seconds of processor time up to now. */
    static double cpuSeconds(Node node) {
        var stat = read("/proc/" + node.pid() + "/stat");
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Bytes in and out of a host up to now. */
    static long bytes(String host) {
        var command = new java.util.ArrayList<>(Network.on(host));
        command.addAll(java.util.List.of("cat", "/proc/net/dev"));
        var fields = Shell.run(command.toArray(String[]::new)).lines()
                .filter(line -> line.strip().startsWith("eth0:"))
                .findFirst()
                .orElseThrow()
                .strip()
                .split("[: ]+");
        return Long.parseLong(fields[1]) + Long.parseLong(fields[9]);
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
