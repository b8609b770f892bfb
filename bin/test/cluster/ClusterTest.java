package cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Runs cases, inside the namespaces that {@code cluster-test} makes. */
final class ClusterTest {
    /**
     * Eight agents begin at once, often on two cores: what they answer counts here, not how fast they are when they are warm. What
     * connections agree upon after a minute by default, they would here after seconds (docs/decisions.md: Artery's compression).
     */
    private static final String QUICK = "-XX:TieredStopAtLevel=1"
            + " -Dpekko.remote.artery.advanced.compression.actor-refs.advertisement-interval=5s"
            + " -Dpekko.remote.artery.advanced.compression.manifests.advertisement-interval=5s";

    private final Program program;
    private final Path dir;
    private final Bounds bounds;
    private final long seed;

    private ClusterTest(Program program, Path dir, Bounds bounds, long seed) {
        this.program = program;
        this.dir = dir;
        this.bounds = bounds;
        this.seed = seed;
    }

    /** Ends with 1 when a case failed, and with 2 when it was called wrongly. */
    public static void main(String[] args) throws IOException {
        var options = Options.of(args);
        var instruments = new InstrumentCases(options.sources(), options.dir());
        var all = new ArrayList<>(instruments.all());
        all.addAll(ShortCases.ALL);
        var linear = new LinearCases(options);
        all.add(linear.three());
        // The short form: what is added before this line.
        var chosen = new ArrayList<>(all);
        all.addAll(new LongCases(instruments).all());
        all.addAll(JoinCases.ALL);
        all.addAll(RolloutCases.ALL);
        all.addAll(ExternalCases.ALL);
        all.add(linear.five());
        if (options.flag("--long")) {
            chosen.clear();
            chosen.addAll(all);
        }
        if (options.flag("--list")) {
            all.forEach(one -> System.out.printf("%-17s %s%n", one.name(), one.summary()));
            return;
        }
        if (!options.words().isEmpty()) {
            chosen.clear();
            var names = new HashSet<>(options.words());
            all.stream().filter(one -> names.remove(one.name())).forEach(chosen::add);
            if (!names.isEmpty()) {
                System.out.println("There is no case " + String.join(", ", names) + "; --list names all.");
                System.exit(2);
            }
        }
        var seed = options.number("--seed").map(Double::longValue).orElseGet(() -> System.nanoTime() & 0xffffff);
        var test = new ClusterTest(
                new Program(options.program(), List.of(), QUICK), options.dir(), Bounds.of(options.number("--patience").orElse(1.0)), seed);
        var failed = chosen.stream().filter(one -> !test.run(one)).map(Case::name).toList();
        if (!failed.isEmpty()) {
            System.out.println("FAILED: " + String.join(", ", failed) + " of " + chosen.size() + " cases; logs in " + options.dir());
        }
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    private boolean run(Case one) {
        System.out.println("-- " + one.name() + ": " + one.summary() + " (seed " + seed + ")");
        var began = System.nanoTime();
        var home = dir.resolve(one.name());
        try {
            Files.createDirectories(home);
            try (var cluster = new Cluster(home, program, bounds, one.servers(), one.clients())) {
                one.body().run(cluster, new Random(seed));
                System.out.printf(
                        Locale.ROOT, "ok: %s, %.1f s, %d questions watched%n", one.name(), Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0, cluster.queries());
                return true;
            }
        } catch (Failure | IOException e) {
            System.out.println("FAILED: " + one.name() + ": " + e.getMessage() + " (seed " + seed + ", logs in " + home + ")");
            Arrays.stream(e.getSuppressed()).forEach(more -> System.out.println("   and then: " + more.getMessage()));
        } catch (RuntimeException e) {
            System.out.println("FAILED: " + one.name() + ": " + e + " (seed " + seed + ", logs in " + home + ")");
            e.printStackTrace(System.out);
        }
        return false;
    }
}
