package engine.naming;

import engine.dns.DnsSettings.Freshness;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * How long ago the source of what this agent shows was last heard from. Looked at twice a second, as a DNS query cannot afford to
 * look. For any thread.
 */
public final class Contact {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final BooleanSupplier source;
    private final LongSupplier clock;
    private volatile Seen seen;

    /**
     * What was seen last.
     *
     * @param ever whether the source was there at any time
     * @param last when it was there last, or the start
     */
    private record Seen(boolean there, boolean ever, long last) {}

    /**
     * One that has not heard of anybody.
     *
     * @param source whether it is there now
     * @param clock nanoseconds
     */
    public Contact(BooleanSupplier source, LongSupplier clock) {
        this.source = source;
        this.clock = clock;
        this.seen = new Seen(false, false, clock.getAsLong());
    }

    /** Looks from now on, until the system ends. */
    public void begin(ActorSystem<?> system) {
        system.scheduler().scheduleAtFixedRate(Duration.ZERO, PERIOD, this::look, system.executionContext());
    }

    void look() {
        var before = seen;
        seen = source.getAsBoolean()
                ? new Seen(true, true, clock.getAsLong())
                : new Seen(false, before.ever, before.last);
    }

    /** Zero while it is there; {@link Freshness#UNKNOWN} when it never was. */
    public Duration age() {
        var now = seen;
        return now.there ? Duration.ZERO : now.ever ? since(now) : Freshness.UNKNOWN;
    }

    /** Likewise in seconds, and since the start when it never was. */
    public double seconds() {
        var now = seen;
        return now.there ? 0 : since(now).toMillis() / 1_000.0;
    }

    private Duration since(Seen now) {
        return Duration.ofNanos(Math.max(1, clock.getAsLong() - now.last));
    }
}
