package engine.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Loads an agent for long with a mix of what is asked of one, at a share of what it can take, and prints for each minute how long
 * answers took and what the process takes: what grows without end would show. How much it can take is measured first, for 30 s, with
 * the same mix and the same connections. From the root, against an agent that runs on this machine:
 *
 * <pre>java -Xmx256m -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.Soak \
 *     127.0.0.1:8500 PID MINUTES SHARE</pre>
 *
 * SHARE is in per cent, such as 70. It ends with 1 when anything was answered with another status than 200.
 */
public final class Soak {
    private static final int CONNECTIONS = 16;
    private static final int INSTANCES = 50;
    private static final int KEYS = 500;
    private static final int SERVICES = 200;
    private static final long SECOND = 1_000_000_000;

    /** Of 20 requests: 10 keys read, 4 services and 2 lists of services looked up, 2 keys written, a check and a service told anew. */
    private static final int ROUND = 20;

    private final InetSocketAddress address;
    private final MeasuredAgent agent;
    private final AtomicLong failed = new AtomicLong();
    private volatile boolean over;

    /** What one connection has seen since it was looked at last. */
    private static final class Seen {
        private long[] took = new long[1 << 16];
        private int count;

        synchronized void add(long nanos) {
            if (count == took.length) {
                took = Arrays.copyOf(took, 2 * count);
            }
            took[count++] = nanos;
        }

        synchronized long[] take() {
            var all = Arrays.copyOf(took, count);
            count = 0;
            return all;
        }
    }

    private Soak(InetSocketAddress address, MeasuredAgent agent) {
        this.address = address;
        this.agent = agent;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 4) {
            System.out.println("usage: Soak HOST:PORT PID MINUTES SHARE");
            System.exit(2);
        }
        var host = args[0].split(":");
        var soak = new Soak(
                new InetSocketAddress(host[0], Integer.parseInt(host[1])),
                new MeasuredAgent("http://" + args[0], Long.parseLong(args[1])));
        soak.fill();
        soak.run("as fast as it can", 1, 30, 0);
        var most = soak.run("as fast as it can", 1, 30, 0);
        var rate = most * Integer.parseInt(args[3]) / 100;
        soak.run("at " + args[3] + " %", Integer.parseInt(args[2]), 60, rate);
        System.exit(soak.failed.get() == 0 ? 0 : 1);
    }

    private void fill() throws IOException, InterruptedException {
        for (var i = 0; i < INSTANCES; i++) {
            agent.put("/v1/catalog/register", """
                    {"Node": "soak-%d", "Address": "10.0.0.1", "Service": {"Service": "soak", "Port": 80},
                     "Check": {"Name": "soak", "ServiceID": "soak", "Status": "passing"}}
                    """.formatted(i));
        }
        agent.put("/v1/agent/service/register", "{\"Name\": \"soak-ttl\", \"Check\": {\"TTL\": \"1h\"}}");
        for (var i = 0; i < KEYS; i++) {
            agent.put("/v1/kv/soak/" + i, "x".repeat(128));
        }
    }

    /**
     * So many periods of load.
     *
     * @param rate requests per second of all connections; 0 for as many as there are answers
     * @return requests per second of the last period
     */
    private double run(String what, int periods, int seconds, double rate) throws IOException, InterruptedException {
        over = false;
        var all = new ArrayList<Seen>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < CONNECTIONS; i++) {
            var seen = new Seen();
            var number = i;
            all.add(seen);
            threads.add(Thread.ofPlatform().start(() -> load(number, seen, rate)));
        }
        var last = 0.0;
        for (var period = 1; period <= periods; period++) {
            var cpu = agent.cpuSeconds();
            var began = System.nanoTime();
            Thread.sleep(1000L * seconds);
            last = report(what + ", " + period, all, began, agent.cpuSeconds() - cpu);
        }
        over = true;
        for (var thread : threads) {
            thread.join();
        }
        return last;
    }

    private double report(String what, List<Seen> all, long began, double cpu) throws IOException {
        var took = all.stream()
                .map(Seen::take)
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
        var seconds = (System.nanoTime() - began) / (double) SECOND;
        System.out.printf(
                Locale.ROOT,
                "%-24s %7.0f/s, p50 %.2f ms, p99 %.2f ms, max %.0f ms; %d failed; agent %.0f MB, %d threads, %d files, %.0f %% CPU%n",
                what,
                took.length / seconds,
                took[took.length / 2] / 1e6,
                took[(int) (took.length * 0.99)] / 1e6,
                took[took.length - 1] / 1e6,
                failed.get(),
                agent.megabytes(),
                agent.threads(),
                agent.files(),
                100 * cpu / seconds);
        return took.length / seconds;
    }

    private void load(int connection, Seen seen, double rate) {
        try (var line = new RawConnection(address)) {
            var pause = rate == 0 ? 0 : (long) (CONNECTIONS * SECOND / rate);
            var due = System.nanoTime();
            for (var number = connection; !over; number++) {
                // What could not be asked in time is left out, but for a second of it.
                due = Math.max(due + pause, System.nanoTime() - SECOND);
                while (pause > 0 && System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var request = request(number);
                var began = System.nanoTime();
                var answer = line.send(request.substring(0, 3), request.getBytes(StandardCharsets.US_ASCII));
                seen.add(System.nanoTime() - began);
                if (answer.status() != 200 && failed.incrementAndGet() < 10) {
                    System.out.println(request.lines().findFirst().orElse("") + ": " + answer);
                }
            }
        } catch (IOException e) {
            failed.incrementAndGet();
            throw new UncheckedIOException(e);
        }
    }

    private static String request(int number) {
        var turn = number % ROUND;
        if (turn < 10) {
            return with("GET /v1/kv/soak/" + number * 7 % KEYS, "");
        }
        return switch (turn) {
            case 10, 11 -> with("GET /v1/health/service/soak?passing", "");
            case 12, 13 -> with("GET /v1/catalog/service/soak", "");
            case 14, 15 -> with("GET /v1/catalog/services", "");
            case 16, 17 -> with("PUT /v1/kv/soak/" + number * 11 % KEYS, "y".repeat(128));
            case 18 -> with("PUT /v1/agent/check/pass/service:soak-ttl?note=" + number, "");
            default -> {
                var service = number / ROUND % SERVICES;
                yield with(
                        "PUT /v1/agent/service/register",
                        "{\"Name\": \"soak-" + service + "\", \"Port\": " + number % 60_000 + "}");
            }
        };
    }

    private static String with(String request, String body) {
        return request + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
