package engine.load;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Measures an agent with many TTL checks: registers them, passing, renews so many of them a second in turn, and looks whether
 * any is critical that should not be; then it stops, and sees when they expire. From the root, against an agent that runs on
 * this machine:
 *
 * <pre>java -cp 'engine/target/test-classes:engine/target/engine.jar:engine/target/lib/*' engine.load.TtlPace \
 *     http://127.0.0.1:8500 PID CHECKS TTL_SECONDS UPDATES_A_SECOND SECONDS</pre>
 */
public final class TtlPace {
    private static final Pattern ID = Pattern.compile("\"CheckID\"");
    private static final int WRITERS = 8;

    private final MeasuredAgent agent;
    private final int checks;
    private final int ttl;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private TtlPace(MeasuredAgent agent, int checks, int ttl) {
        this.agent = agent;
        this.checks = checks;
        this.ttl = ttl;
    }

    /** See the class. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 6) {
            System.out.println("usage: TtlPace URL PID CHECKS TTL_SECONDS UPDATES_A_SECOND SECONDS");
            System.exit(2);
        }
        var load = new TtlPace(
                new MeasuredAgent(args[0], Long.parseLong(args[1])),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]));
        load.run(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
        System.exit(0);
    }

    private void run(int rate, int seconds) throws IOException, InterruptedException {
        print("idle: %.0f MB resident, %d threads", agent.megabytes(), agent.threads());
        print("registered in %.1f s", agent.register(checks, i -> """
                {"ID": "ttl-%d", "Name": "ttl %d", "TTL": "%ds", "Status": "passing"}
                """.formatted(i, i, ttl)));
        var began = System.nanoTime();
        var cpu = agent.cpuSeconds();
        var worst = 0L;
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < WRITERS; i++) {
                writers.execute(() -> renew(began, rate, seconds));
            }
            for (var second = 0; second < seconds; second += 5) {
                Thread.sleep(5_000);
                worst = Math.max(worst, critical());
            }
        }
        var took = (System.nanoTime() - began) / 1e9;
        print("%d renewals in %.1f s, %d not answered with 200", sent.get(), took, failed.get());
        print("critical meanwhile, at most: %d", worst);
        print(
                "CPU %.2f s in %.0f s, %.0f MB resident, %d threads",
                agent.cpuSeconds() - cpu, took, agent.megabytes(), agent.threads());
        var stopped = System.nanoTime();
        var first = -1.0;
        while (critical() < checks && System.nanoTime() - stopped < (ttl + 30) * 1_000_000_000L) {
            Thread.sleep(100);
            if (first < 0 && critical() > 0) {
                first = (System.nanoTime() - stopped) / 1e9;
            }
        }
        print(
                "after the last renewal: the first is critical after %.1f s, %d of %d after %.1f s",
                first, critical(), checks, (System.nanoTime() - stopped) / 1e9);
    }

    /** Renews the next one whenever it is time for one. */
    private void renew(long began, int rate, int seconds) {
        for (var next = sent.getAndIncrement(); next < (long) rate * seconds; next = sent.getAndIncrement()) {
            var due = began + next * 1_000_000_000L / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            try {
                agent.put("/v1/agent/check/pass/ttl-" + next % checks, "");
            } catch (IOException | InterruptedException e) {
                failed.incrementAndGet();
            }
        }
        sent.decrementAndGet();
    }

    private long critical() throws IOException, InterruptedException {
        return ID.matcher(agent.get("/v1/health/state/critical")).results().count();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
    private static void print(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
