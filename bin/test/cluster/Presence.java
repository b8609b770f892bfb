package cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts answers of observers that lack one of the nodes that must be there all the time. */
final class Presence implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final AtomicInteger absences = new AtomicInteger();
    private final List<Thread> threads;

    Presence(List<Node> observers, List<Node> present, String name) {
        threads = observers.stream().map(observer -> Thread.ofVirtual().start(() -> watch(observer, present, name))).toList();
    }

    private void watch(Node observer, List<Node> present, String name) {
        try {
            while (true) {
                var answer = observer.dns().addresses(name, 3);
                if (answer.isEmpty() || !present.stream().allMatch(node -> answer.get().contains(node.address()))) {
                    absences.incrementAndGet();
                }
                Thread.sleep(INTERVAL);
            }
        } catch (IOException | InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    int absences() {
        return absences.get();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
