package engine.load;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Measures how evenly an agent probes: registers TCP checks, each at an address of its own on the loopback network, all of
 * which one listener here answers and times. From the root, against an agent that runs on this machine:
 *
 * <pre>java -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.CheckPace \
 *     http://127.0.0.1:8500 PID PORT CHECKS INTERVAL_SECONDS SECONDS</pre>
 *
 * With 0 for PID it registers nothing: it waits for the checks of an earlier call, at the same PORT, that an agent brings along
 * when it starts.
 */
public final class CheckPace {
    private static final long MILLIS = 1_000_000;
    private static final long SPAN = 100 * MILLIS;

    /** The first runs, and the one that spreads the others over the interval. */
    private static final int SPREADING = 2;

    private CheckPace() {}

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 6) {
            System.out.println("usage: CheckPace URL PID PORT CHECKS INTERVAL_SECONDS SECONDS");
            System.exit(2);
        }
        var pid = Long.parseLong(args[1]);
        var port = Integer.parseInt(args[2]);
        var checks = Integer.parseInt(args[3]);
        var interval = Integer.parseInt(args[4]);
        var arrivals = new Arrivals(checks);
        try (var listener = new ServerSocket()) {
            listener.bind(new InetSocketAddress("0.0.0.0", port), 4096);
            Thread.ofPlatform().daemon().start(() -> accept(listener, arrivals, checks));
            if (pid != 0) {
                var agent = new MeasuredAgent(args[0], pid);
                print(
                        "registered in %.2f s",
                        agent.register(checks, i -> """
                        {"ID": "pace-%d", "Name": "pace %d", "TCP": "%s:%d", "Interval": "%ds", "Timeout": "5s"}
                        """.formatted(i, i, address(i), port, interval)));
                Thread.sleep(2_000L * interval);
                var cpu = agent.cpuSeconds();
                Thread.sleep(1000L * Integer.parseInt(args[5]));
                print(
                        "CPU %.2f s in %s s, %.0f MB resident, %d threads",
                        agent.cpuSeconds() - cpu, args[5], agent.megabytes(), agent.threads());
            } else {
                Thread.sleep(1000L * Integer.parseInt(args[5]));
            }
            report(arrivals, interval);
        }
        System.exit(0);
    }

    private static void accept(ServerSocket listener, Arrivals arrivals, int checks) {
        while (true) {
            try (var connection = listener.accept()) {
                var now = System.nanoTime();
                if (connection.getLocalAddress() instanceof Inet4Address local) {
                    var check = number(local);
                    if (check >= 0 && check < checks) {
                        arrivals.add(check, now);
                    }
                }
            } catch (IOException _) {
                // Closed: all has been seen.
                return;
            }
        }
    }

    private static String address(int check) {
        return "127.64.%d.%d".formatted(check / 250, check % 250 + 1);
    }

    private static int number(Inet4Address address) {
        var bytes = address.getAddress();
        return bytes[1] == 64 ? (bytes[2] & 0xff) * 250 + (bytes[3] & 0xff) - 1 : -1;
    }

    private static void report(Arrivals arrivals, int interval) {
        var began = arrivals.first().min().orElse(0);
        print(
                "first runs, ms after the first of them: %s",
                Arrivals.quantiles(
                        arrivals.first().map(time -> time - began).sorted().toArray(), MILLIS));
        print("first runs in 100 ms: %s", Arrivals.quantiles(Arrivals.each(arrivals.first(), SPAN), 1));
        print(
                "runs in 100 ms, after the second of each: %s",
                Arrivals.quantiles(Arrivals.each(arrivals.later(SPREADING), SPAN), 1));
        var intervals = arrivals.intervals(SPREADING);
        print("intervals, ms: %s", Arrivals.quantiles(intervals, MILLIS));
        var due = interval * 1000L;
        print("| ms off the interval | runs |%n|---|---:|");
        var bounds = new long[] {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, Long.MAX_VALUE};
        var from = 0L;
        for (var bound : bounds) {
            var least = from;
            var count = LongStream.of(intervals)
                    .map(nanos -> Math.abs(nanos / MILLIS - due))
                    .filter(off -> off >= least && off < bound)
                    .count();
            if (count > 0) {
                print("| %d to %s | %d |", from, bound == Long.MAX_VALUE ? "..." : Long.toString(bound), count);
            }
            from = bound;
        }
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
