package engine.cli;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one session makes of a lock: waits for it, holds it while the program runs, gives it back. */
final class LockTry {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("CONSUL_LOCK_HELD", "true", "ENGINE_LOCK_HELD", "true");

    private final Claim claim;
    private final HeldSession session;
    private final LockPlan plan;
    private final Shell shell;
    private final BlockingQueue<LockEvent> events;
    private boolean held;
    private boolean lost;

    LockTry(Claim claim, HeldSession session, LockPlan plan, Shell shell, BlockingQueue<LockEvent> events) {
        this.claim = claim;
        this.session = session;
        this.plan = plan;
        this.shell = shell;
        this.events = events;
    }

    static Failure notAcquired(Claim claim, String why) {
        return new Failure(claim.what() + " was not acquired: " + why);
    }

    /**
     * The exit status; null when the session ended before it had the lock, and another one shall try.
     *
     * @param deadline {@link System#nanoTime} until which it waits; null for ever
     */
    @Nullable
    Integer run(@Nullable Long deadline) throws InterruptedException {
        var contender =
                new Contender(claim, session.id(), plan.once(), events::add, sentence -> plan.say(shell, sentence));
        contender.start();
        try {
            if (!acquired(plan.once() ? null : deadline)) {
                plan.say(shell, "the session ended while it waited: another one tries");
                return null;
            }
            return hold();
        } finally {
            contender.stop();
            giveBack();
        }
    }

    /** Waits for the lock; false when the session is lost. */
    private boolean acquired(@Nullable Long deadline) throws InterruptedException {
        while (true) {
            switch (next(deadline)) {
                case null -> throw notAcquired(claim, "it was not free in " + plan.limitText() + ".");
                case LockEvent.Acquired(var holder) -> {
                    if (holder.equals(session.id())) {
                        held = true;
                        return true;
                    }
                }
                case LockEvent.Lost(var loser, var _) -> {
                    if (loser.equals(session.id())) {
                        lost = true;
                        return false;
                    }
                }
                case LockEvent.Busy(var delayed) ->
                    throw notAcquired(
                            claim,
                            delayed ? "who had it was cut off, and its lock-delay is not over." : "others have it.");
                case LockEvent.Refused(var failure) -> throw failure;
                case LockEvent.Signalled signalled -> {
                    if (signalled.ends()) {
                        throw notAcquired(claim, "stopped by SIG" + signalled.name() + ".");
                    }
                }
                case LockEvent.Ended _ -> {
                    // nothing runs yet
                }
            }
        }
    }

    private @Nullable LockEvent next(@Nullable Long deadline) throws InterruptedException {
        return deadline == null
                ? events.take()
                : events.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** Runs the program while the lock is held. */
    private int hold() throws InterruptedException {
        plan.say(shell, claim.what() + " is held by session " + session.id());
        shell.out().flush();
        shell.err().flush();
        try (var watch = new HoldWatch(claim, session.id(), plan.retries(), events::add)) {
            watch.start();
            var child = ChildProcess.start(plan.program(), ENVIRONMENT, plan.passStdin() ? null : new byte[0]);
            child.ended().thenAccept(status -> events.add(new LockEvent.Ended(status)));
            return plan.status(follow(child));
        }
    }

    private int follow(ChildProcess child) throws InterruptedException {
        boolean asked = false;
        while (true) {
            switch (events.take()) {
                case LockEvent.Ended(var status) -> {
                    plan.say(shell, "the program ended with " + status);
                    return status;
                }
                case LockEvent.Lost(var loser, var why) -> {
                    if (loser.equals(session.id())) {
                        lost = true;
                        plan.say(shell, "the lock is lost, the program is stopped");
                        child.stop();
                        throw new Failure(claim.what() + " was lost, and the program stopped: " + why);
                    }
                }
                case LockEvent.Signalled signalled -> {
                    if (signalled.name().equals("TERM") || (signalled.ends() && asked)) {
                        child.stop();
                    } else {
                        asked |= signalled.ends();
                        child.signal(signalled.name());
                    }
                }
                case LockEvent.Acquired _, LockEvent.Busy _, LockEvent.Refused _ -> {
                    // of a session before
                }
            }
        }
    }

    /** Also what was never had: the answer that was lost may have been the lock. */
    private void giveBack() {
        if (lost) {
            return;
        }
        try {
            claim.release(session.id());
            claim.tidy();
        } catch (Failure failure) {
            if (held) {
                shell.tell(claim.what() + " could not be given back, and is free when its session has ended: "
                        + failure.sentence());
            }
        }
    }
}
