package engine.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of {@code engine lock}: gets the lock, runs the program, gives the lock back. */
final class LockRun {
    /** Signals that the program gets from us, as if it were alone at the terminal. */
    private static final List<String> PASSED = List.of("HUP", "INT", "TERM", "USR1", "USR2", "WINCH");

    private final Api api;
    private final Supplier<Claim> claims;
    private final LockPlan plan;
    private final Shell shell;
    private final BlockingQueue<LockEvent> events = new LinkedBlockingQueue<>();

    /** @param claims a new one for each session that tries */
    LockRun(Api api, Supplier<Claim> claims, LockPlan plan, Shell shell) {
        this.api = api;
        this.claims = claims;
        this.plan = plan;
        this.shell = shell;
    }

    /** The exit status. */
    int run() throws InterruptedException {
        for (var name : PASSED) {
            shell.signals().handle(name, () -> events.add(new LockEvent.Signalled(name)));
        }
        shell.signals().handle("TSTP", () -> {}); // a stopped command renews no session, while its program goes on
        var deadline = plan.limit() == null
                ? null
                : Long.valueOf(System.nanoTime() + plan.limit().toNanos());
        var pauses = new Pauses(Duration.ofMillis(200), Duration.ofSeconds(2));
        for (boolean first = true; ; first = false) {
            var claim = claims.get();
            plan.say(shell, "waiting for " + claim.what());
            try (var session = session(claim)) {
                var status = new LockTry(claim, session, plan, shell, events).run(deadline);
                if (status != null) {
                    return status;
                }
            } catch (Unavailable unavailable) {
                if (first) {
                    throw unavailable;
                }
                pause(claim, pauses, deadline, unavailable);
            }
        }
    }

    private HeldSession session(Claim claim) {
        return HeldSession.create(
                api,
                plan.datacenter(),
                plan.name(),
                claim.behavior(),
                plan.ttl().plus(claim.margin()),
                claim.margin(),
                this::lost);
    }

    private void lost(String session, String why) {
        events.add(new LockEvent.Lost(session, why));
    }

    /** Before another session is made: the agent was there, and is not. */
    private void pause(Claim claim, Pauses pauses, @Nullable Long deadline, Unavailable why)
            throws InterruptedException {
        plan.say(shell, why.sentence());
        var pause = pauses.failed();
        long until = System.nanoTime() + pause.toNanos();
        if (deadline != null && deadline - until < 0) {
            throw LockTry.notAcquired(claim, why.sentence());
        }
        for (long left = pause.toNanos(); left > 0; left = until - System.nanoTime()) {
            if (events.poll(left, TimeUnit.NANOSECONDS) instanceof LockEvent.Signalled signalled && signalled.ends()) {
                throw LockTry.notAcquired(claim, "stopped by SIG" + signalled.name() + ".");
            }
        }
    }
}
