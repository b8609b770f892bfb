package cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Writers, one of registrations and one of keys for each node, that go on whatever happens to their node. */
final class Load implements AutoCloseable {
    private static final int THINGS = 50;
    private static final int LARGEST_PORT = 60_000;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final Object gate = new Object();
    private boolean held;
    private int busy;

    Load(Cluster cluster) {
        for (var node : cluster.nodes()) {
            threads.add(Thread.ofVirtual().start(() -> write(node, number -> cluster.ledger()
                    .register(node, "load-" + number % THINGS, (int) (number % LARGEST_PORT)))));
            threads.add(Thread.ofVirtual().start(() -> write(node, number -> cluster.ledger()
                    .put(node, "load/" + node + "/" + number % THINGS, number))));
        }
    }

    private interface Write {
        boolean acknowledged(long number);
    }

    private void write(Node node, Write write) {
        try {
            for (var number = 1L; !Thread.interrupted(); number++) {
                enter();
                sent.incrementAndGet();
                var ok = node.running() && write.acknowledged(number);
                leave();
                if (ok) {
                    acknowledged.incrementAndGet();
                } else {
                    Thread.sleep(50);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Acknowledged writes up to now. */
    long acknowledged() {
        return acknowledged.get();
    }

    /** Writes up to now, with those that failed or had no answer. */
    long sent() {
        return sent.get();
    }

    /** Waits until that many more have been acknowledged. */
    void await(int more, Duration within) {
        var goal = acknowledged.get() + more;
        var deadline = System.nanoTime() + within.toNanos();
        while (acknowledged.get() < goal) {
            if (System.nanoTime() > deadline) {
                throw new Failure("under load " + more + " writes must be acknowledged within " + within.toSeconds() + " s, "
                        + (acknowledged.get() + more - goal) + " were");
            }
            Pause.of(Duration.ofMillis(20));
        }
    }

    /** Stands still from the time this returns on. */
    void hold() {
        synchronized (gate) {
            held = true;
            while (busy > 0) {
                try {
                    gate.wait();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw new Failure("interrupted");
                }
            }
        }
    }

    void release() {
        synchronized (gate) {
            held = false;
            gate.notifyAll();
        }
    }

    private void enter() throws InterruptedException {
        synchronized (gate) {
            while (held) {
                gate.wait();
            }
            busy++;
        }
    }

    private void leave() {
        synchronized (gate) {
            busy--;
            gate.notifyAll();
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        release();
    }
}
