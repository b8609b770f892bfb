package engine.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Has an agent serve others while many clients do nothing, or everything slowly: thousands of connections without a request or
 * with a parked one, headers and bodies that come byte by byte, readers that hardly read, connections closed by half. After each
 * step it prints how long a read takes meanwhile, and what the process takes; at the end, what became of the clients. From the
 * root, against an agent of its own that runs on this machine; each of the two needs as many file descriptors:
 *
 * <pre>java -Xmx256m -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.SlowClients \
 *     127.0.0.1:8500 PID IDLE PARKED SLOW</pre>
 *
 * IDLE connections, as many as PARKED queries, and SLOW of each of the other kinds. It ends with 1 when a read failed.
 */
public final class SlowClients {
    private static final int READS = 2000;
    private static final long BETWEEN_READS_NANOS = 5_000_000;
    private static final byte[] READ =
            "GET /v1/kv/crowd/small HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Longer than the agent waits for headers, for a body, and for a reader. */
    private static final long LONGEST_PATIENCE_MILLIS = 75_000;

    private final InetSocketAddress address;
    private final MeasuredAgent agent;

    private SlowClients(InetSocketAddress address, MeasuredAgent agent) {
        this.address = address;
        this.agent = agent;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 5) {
            System.out.println("usage: SlowClients HOST:PORT PID IDLE PARKED SLOW");
            System.exit(2);
        }
        var host = args[0].split(":");
        var load = new SlowClients(
                new InetSocketAddress(host[0], Integer.parseInt(host[1])),
                new MeasuredAgent("http://" + args[0], Long.parseLong(args[1])));
        // Threads of its client would keep a failed process alive.
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        load.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
        System.exit(0);
    }

    private void run(int idle, int parked, int slow) throws IOException, InterruptedException {
        agent.put("/v1/kv/crowd/small", "x");
        for (var i = 0; i < 16; i++) {
            agent.put("/v1/kv/crowd/large/" + i, "y".repeat(500_000));
        }
        agent.put("/v1/kv/crowd/never", "z");
        var index = agent.index("/v1/kv/crowd/never");
        report("warming up");
        report("alone");
        try (var crowd = new Crowd(address)) {
            step(crowd, index, idle / 2, Habit.SILENT);
            step(crowd, index, idle - idle / 2, Habit.IDLE);
            step(crowd, index, parked, Habit.PARKED);
            step(crowd, index, slow, Habit.SLOW_HEADERS);
            step(crowd, index, slow, Habit.SLOW_BODY);
            step(crowd, index, slow, Habit.SLOW_READER);
            step(crowd, index, slow, Habit.HALF_CLOSED);
            step(crowd, index, slow, Habit.BROKEN_OFF);
            Thread.sleep(LONGEST_PATIENCE_MILLIS);
            report("later");
            crowd.fates().forEach((habit, fates) -> System.out.println(habit + " " + fates));
        }
        Thread.sleep(10_000);
        report("all gone");
    }

    private void step(Crowd crowd, long index, int count, Habit habit) throws IOException, InterruptedException {
        if (count > 0) {
            crowd.open(habit, count, index);
            Thread.sleep(2000);
            report("+ " + count + " " + habit);
        }
    }

    private void report(String when) throws IOException, InterruptedException {
        var took = new long[READS];
        var cpu = agent.cpuSeconds();
        try (var connection = new RawConnection(address)) {
            for (var i = 0; i < READS; i++) {
                var began = System.nanoTime();
                var answer = connection.send("GET", READ);
                took[i] = System.nanoTime() - began;
                if (answer.status() != 200) {
                    System.out.println("a read was answered with " + answer.status());
                    System.exit(1);
                }
                var rest = BETWEEN_READS_NANOS - took[i];
                if (rest > 0) {
                    Thread.sleep(rest / 1_000_000, (int) (rest % 1_000_000));
                }
            }
        }
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "%-22s read p50 %.2f ms, p99 %.2f ms, max %.1f ms; agent %.0f MB, %d threads, %d files, %.2f s CPU%n",
                when,
                took[READS / 2] / 1e6,
                took[READS * 99 / 100] / 1e6,
                took[READS - 1] / 1e6,
                agent.megabytes(),
                agent.threads(),
                agent.files(),
                agent.cpuSeconds() - cpu);
    }
}
