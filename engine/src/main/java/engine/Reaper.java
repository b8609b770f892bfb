package engine;

import engine.state.Key;
import engine.state.Value;
import engine.state.Value.Standing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Forgets agents that have been gone for {@code reconnect-timeout}, with all that is registered on their nodes. The server that
 * leads the cluster does it, by the time for which it has seen them gone itself: a clock that was set wrong forgets nobody. Each
 * server forgets old deletions, while all servers are there.
 */
final class Reaper {
    private static final Duration LOOK = Duration.ofMinutes(1);
    /** How long it is remembered that something was deleted. */
    static final Duration RETENTION = Duration.ofDays(3);

    enum Look {
        INSTANCE
    }

    private final ActorContext<Look> ctx;
    private final Removal removal;
    private final Members members;
    private final Supplier<String> self;
    private final Duration timeout;
    private final Predicate<Value.Member> mayGo;
    private final Map<String, Long> since = new HashMap<>();

    private Reaper(
            ActorContext<Look> ctx,
            Removal removal,
            Members members,
            Supplier<String> self,
            Duration timeout,
            Predicate<Value.Member> mayGo) {
        this.ctx = ctx;
        this.removal = removal;
        this.members = members;
        this.self = self;
        this.timeout = timeout;
        this.mayGo = mayGo;
    }

    /**
     * @param self {@code host:port} of this server's cluster system
     * @param mayGo whether an agent may be forgotten at all
     */
    static Behavior<Look> create(
            Removal removal, Members members, Supplier<String> self, Duration timeout, Predicate<Value.Member> mayGo) {
        return Behaviors.setup(ctx -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Look.INSTANCE, LOOK);
            var reaper = new Reaper(ctx, removal, members, self, timeout, mayGo);
            return Behaviors.receiveMessage(_ -> reaper.look());
        }));
    }

    private Behavior<Look> look() {
        var now = System.nanoTime();
        if (members.servers().stream().allMatch(members::alive)) {
            removal.sweep(RETENTION);
        }
        var leads = members.leader().equals(Optional.of(self.get()));
        var gone = members.published().current().members().values().stream()
                .filter(member -> !members.alive(member))
                .toList();
        since.keySet()
                .removeIf(name -> gone.stream()
                        .noneMatch(member -> Key.fold(member.name()).equals(name)));
        for (var member : gone) {
            var first = since.computeIfAbsent(Key.fold(member.name()), _ -> now);
            if (leads && Duration.ofNanos(now - first).compareTo(timeout) >= 0 && mayGo.test(member)) {
                reap(member);
            }
        }
        return Behaviors.same();
    }

    private void reap(Value.Member member) {
        if (member.standing() != Standing.LEFT) {
            ctx.getLog().warn("agent {} has been gone for {}: it is forgotten", member.name(), timeout);
        }
        removal.remove(member, true);
    }
}
