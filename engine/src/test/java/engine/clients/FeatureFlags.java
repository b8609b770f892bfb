package engine.clients;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The keys with a prefix as they are now, followed by blocking queries: the recipe of feature flags. */
final class FeatureFlags implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(50);

    private final RecipeClient client;
    private final String prefix;
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Map<String, String> flags = Map.of();
    private volatile boolean closed;

    /** What is set is known when it is there; {@code prefix} ends with a slash. */
    FeatureFlags(RecipeClient client, String prefix) {
        this.client = client;
        this.prefix = prefix;
        long index = follow(0);
        thread.execute(() -> run(index));
    }

    boolean isOn(String name) {
        return flags.getOrDefault(name, "").equals("on");
    }

    private void run(long first) {
        var index = first;
        while (!closed) {
            try {
                index = follow(index);
            } catch (RuntimeException e) {
                index = 0; // the agent is gone: what was known holds meanwhile
            }
        }
    }

    private long follow(long index) {
        var found = client.read(prefix, index, WAIT);
        var now = new HashMap<String, String>();
        found.entries().forEach(entry -> now.put(entry.key().substring(prefix.length()), entry.value()));
        flags = Map.copyOf(now);
        return found.index();
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
        thread.close();
    }
}
