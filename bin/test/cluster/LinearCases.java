package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Whether the store of keys is linearizable: clients that have the same few keys in common, while faults come and go. */
final class LinearCases {
    private static final int CLIENTS = 5;
    private static final Duration ERA = Duration.ofSeconds(2);
    private static final double SHORT_MINUTES = 1;
    private static final double LONG_MINUTES = 20;

    private final Options options;

    LinearCases(Options options) {
        this.options = options;
    }

    /** What every change must pass. */
    Case three() {
        return new Case("linearizable", CLIENTS + " clients, three servers, faults of all kinds; the history is judged", 3, 1, (cluster, random) -> run(cluster, random, SHORT_MINUTES));
    }

    /** The same at length. */
    Case five() {
        return new Case(
                "linearizable-five", "the same with five servers, for " + (int) LONG_MINUTES + " minutes", 5, 1, (cluster, random) -> run(cluster, random, LONG_MINUTES));
    }

    private void run(Cluster cluster, RandomGenerator random, double minutes) {
        var disks = disks(cluster);
        cluster.formUnwatched();
        var wrong = new LinkedBlockingQueue<String>();
        var eras = new Eras(ERA);
        var threads = new ArrayList<Thread>();
        try (var history = new History(cluster.dir().resolve("history.jsonl"))) {
            for (var i = 1; i <= CLIENTS; i++) {
                // One goes by a client agent, the others by servers.
                var nodes = i == 1 ? cluster.clients() : cluster.servers();
                threads.add(Thread.ofVirtual().start(new KvClient("k" + i, nodes, new Random(random.nextLong()), history, eras, wrong)));
            }
            var last = new KvClient("last", cluster.servers(), new Random(random.nextLong()), history, eras, wrong);
            try {
                faults(new Fault.Scene(cluster, disks, random), last, eras, options.number("--minutes").orElse(minutes));
            } finally {
                threads.forEach(Thread::interrupt);
                threads.forEach(LinearCases::join);
            }
            System.out.printf(Locale.ROOT, "   %d calls, of %d nobody knows the outcome%n", history.calls(), history.unanswered());
        }
        if (!wrong.isEmpty()) {
            throw new Failure(wrong.size() + " answers must not be, the first: " + wrong.peek());
        }
        var began = System.nanoTime();
        HistoryJudge.of(options.sources()).judge(cluster.dir().resolve("history.jsonl"));
        System.out.printf(Locale.ROOT, "   linearizable, judged in %.1f s%n", (System.nanoTime() - began) / 1e9);
    }

    private Map<Node, FailingDisk> disks(Cluster cluster) {
        var disks = new HashMap<Node, FailingDisk>();
        var missing = FailingDisk.missing(cluster.dir());
        if (missing.isEmpty()) {
            cluster.servers().forEach(server -> disks.put(server, cluster.failingDisk(server)));
        } else {
            System.out.println("   left out: disks that fail: " + missing);
        }
        return disks;
    }

    /** One after another, in an order by chance, until the time is over; after each of them all is well for a moment. */
    private static void faults(Fault.Scene scene, KvClient last, Eras eras, double minutes) {
        var end = System.nanoTime() + (long) (minutes * 60e9);
        var kinds = new ArrayList<Fault>();
        var read = 0L;
        while (System.nanoTime() < end) {
            if (kinds.isEmpty()) {
                kinds.addAll(List.of(Fault.values()));
                kinds.removeIf(fault -> fault.needsDisk() && scene.disks().isEmpty());
                Collections.shuffle(kinds, new Random(scene.random().nextLong()));
            }
            var fault = kinds.removeLast();
            fault.happen(scene);
            var mended = System.nanoTime();
            var bound = scene.cluster().bounds().form(scene.cluster().servers().size());
            for (var server : scene.cluster().servers()) {
                await(bound, "after '" + fault + "' was mended " + server + " must answer a consistent read", () -> takesPart(server));
            }
            System.out.printf(Locale.ROOT, "   %s: mended, and all servers take part again after %.1f s%n", fault, (System.nanoTime() - mended) / 1e9);
            // What was acknowledged meanwhile is still there.
            for (var era = eras.now(); read < era; read++) {
                read(last, eras, read, bound);
            }
            Pause.seconds(1);
        }
        for (var era = eras.now(); read <= era; read++) {
            read(last, eras, read, scene.cluster().bounds().form());
        }
    }

    private static void read(KvClient last, Eras eras, long era, Duration bound) {
        for (var key = 0; key < Eras.KEYS; key++) {
            var get = KvCall.get(eras.key(era, key));
            await(bound, "without a fault a consistent read must be answered", () -> last.call(get));
        }
    }

    private static boolean takesPart(Node server) {
        var answer = server.http().get("/v1/kv/linear/any?consistent");
        return answer.ok() || answer.status() == 404;
    }

    private static void await(Duration bound, String what, BooleanSupplier held) {
        var deadline = System.nanoTime() + bound.toNanos();
        while (!held.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new Failure(what + " within " + bound.toSeconds() + " s");
            }
            Pause.seconds(0.1);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
