package engine.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Levels of parts that differ from the level of the whole, for a while or until they are taken back. A level of the whole, such as a
 * reload sets, leaves them as they are.
 */
public final class Levels {
    private static final Levels OF_PROCESS =
            new Levels((LoggerContext) LoggerFactory.getILoggerFactory(), InstantSource.system());

    private final LoggerContext context;
    private final InstantSource clock;
    private final Map<Part, Set> set = new EnumMap<>(Part.class);
    private final Map<String, @Nullable Level> before = new HashMap<>();

    /**
     * A level that was set.
     *
     * @param until when it goes back; empty: when somebody says so, or the agent ends
     */
    public record Set(String level, Optional<Instant> until) {}

    Levels(LoggerContext context, InstantSource clock) {
        this.context = context;
        this.clock = clock;
    }

    /** Those of this process. */
    public static Levels ofProcess() {
        return OF_PROCESS;
    }

    /**
     * Sets the level of a part.
     *
     * @param level trace, debug, info, warn or error; {@code default} takes the level of the whole again
     * @param lasting how long; empty for no end
     * @throws IllegalArgumentException with a sentence about a word that is none of these
     */
    public synchronized void set(String part, String level, Optional<Duration> lasting) {
        var which = Part.of(part)
                .orElseThrow(() -> new IllegalArgumentException("Unknown part: " + part + "; there are " + Part.all()));
        if (level.equals("default")) {
            reset(which);
            return;
        }
        var to = Logging.level(level).orElseThrow(() -> new IllegalArgumentException("Unknown log level: " + level));
        var until = lasting.map(clock.instant()::plus);
        var now = new Set(Logging.text(to), until);
        set.put(which, now);
        for (var name : which.loggers()) {
            var logger = context.getLogger(name);
            if (!before.containsKey(name)) {
                before.put(name, logger.getLevel());
            }
            logger.setLevel(to);
        }
        lasting.ifPresent(time -> CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> expire(which, now)));
    }

    private synchronized void expire(Part part, Set expired) {
        // A later one has taken its place.
        if (expired.equals(set.get(part))) {
            reset(part);
        }
    }

    private void reset(Part part) {
        set.remove(part);
        for (var name : part.loggers()) {
            if (before.containsKey(name)) {
                Logger logger = context.getLogger(name);
                logger.setLevel(before.remove(name));
            }
        }
    }

    /** Sets again what is set, after the level of the whole was. */
    synchronized void apply() {
        set.forEach((part, one) -> {
            for (var name : part.loggers()) {
                // Those of others have a level of their own, which has just been set.
                if (!name.startsWith("engine.")) {
                    before.put(name, context.getLogger(name).getLevel());
                }
                context.getLogger(name).setLevel(Level.toLevel(one.level()));
            }
        });
    }

    /** Whether a logger is one of a part whose level was set. */
    synchronized boolean covers(String logger) {
        return before.keySet().stream().anyMatch(logger::startsWith);
    }

    /** What is set now, by the words for the parts. */
    public synchronized Map<String, Set> set() {
        var now = new TreeMap<String, Set>();
        set.forEach((part, one) -> now.put(part.text(), one));
        return now;
    }
}
