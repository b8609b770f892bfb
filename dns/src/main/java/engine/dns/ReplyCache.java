package engine.dns;

import engine.dns.Directory.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Name;

/**
 * Replies made of a service's instances, kept as long as the directory gives the same list. Bounded: when it holds more
 * than {@value #MAX_INSTANCES} instances it is emptied and fills again with what is asked now.
 */
final class ReplyCache {
    static final int MAX_INSTANCES = 20_000;

    private final ConcurrentHashMap<Key, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicInteger instances = new AtomicInteger();

    /** Names compare without regard to case. */
    private record Key(Name name, int type) {}

    private record Kept(String service, List<Endpoint> source, Reply reply) {}

    // The directory promises the same object while nothing changed; comparing contents would cost what is saved here.
    @SuppressWarnings("ReferenceEquality")
    Optional<Reply> get(Name name, int type, Directory directory) {
        Kept found = kept.get(new Key(name, type));
        if (found == null) {
            return Optional.empty();
        }
        return directory
                .service(found.service)
                .filter(now -> now == found.source)
                .map(_ -> found.reply);
    }

    void put(Name name, int type, String service, List<Endpoint> source, Reply reply) {
        int weight = reply.answers().size();
        // A replaced entry counts again: the count is an upper bound.
        if (instances.addAndGet(weight) > MAX_INSTANCES) {
            kept.clear();
            instances.set(weight);
        }
        kept.put(new Key(name, type), new Kept(service, source, reply));
    }

    int size() {
        return kept.size();
    }
}
