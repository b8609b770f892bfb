package engine.dns;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/** Responders for threads that have none of their own: as many as were ever in use at once. */
final class Responders {
    private final Supplier<Zone> zone;
    private final ConcurrentLinkedQueue<Responder> unused = new ConcurrentLinkedQueue<>();

    Responders(Supplier<Zone> zone) {
        this.zone = zone;
    }

    <T> T use(Function<Responder, T> task) {
        Responder free = unused.poll();
        Responder responder = free == null ? new Responder(zone) : free;
        try {
            return task.apply(responder);
        } finally {
            unused.add(responder);
        }
    }
}
