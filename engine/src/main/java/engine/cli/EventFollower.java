package engine.cli;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits for the nodes' words on an event by blocking queries, and prints each as it comes; on a terminal also what is open. */
final class EventFollower {
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** How often a terminal shows the time. */
    private static final Duration TICK = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Api api;
    private final Shell shell;
    private final Format format;
    private final Duration timeout;
    private final RunsReport report;
    private final Set<String> expected;
    private final boolean live;
    private final long start = System.nanoTime();
    private final LiveLines lines;

    /** @param expected the nodes that are waited for; empty for all that are there */
    EventFollower(Api api, Shell shell, Format format, Duration timeout, RunsReport report, Set<String> expected) {
        this.api = api;
        this.shell = shell;
        this.format = format;
        this.timeout = timeout;
        this.report = report;
        this.expected = expected;
        this.live = shell.terminal() && format == Format.TABLE;
        this.lines = new LiveLines(shell);
    }

    /** Follows an event to its end; 0 when every run succeeded, 1 when one did not or the time ran out. */
    int follow(String name, String id) {
        return follow(name, id, EventProgress::allWell);
    }

    /** @param well what must be true of the runs in the end */
    int follow(String name, String id, Predicate<Fields> well) {
        long deadline = start + timeout.toNanos();
        if (format == Format.TABLE) {
            print(shell.bold(capital(report.subject()) + " " + Table.safe(name)) + " " + id + "\n");
        }
        long index = 0;
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var most = live ? TICK : MAX_WAIT;
            long asked = System.nanoTime();
            var reply = ask(id, index, left.compareTo(most) < 0 ? left : most);
            var answer = Json.parse(reply.text());
            var runs = Fields.of(answer);
            var progress = EventProgress.of(runs, expected);
            boolean complete = runs.truth("Complete") || (!expected.isEmpty() && progress.isOver());
            boolean over = complete || System.nanoTime() >= deadline;
            show(runs, progress, over);
            if (over) {
                return end(answer, complete, well);
            }
            if (prints(runs)) {
                LockSupport.parkNanos(PAUSE.toNanos() - (System.nanoTime() - asked)); // many nodes answer together
            }
            long next = reply.number("x-consul-index");
            if (next == 0) {
                LockSupport.parkNanos(PAUSE.toNanos()); // without an index the next query does not wait
            }
            index = next < index ? 0 : next;
        }
    }

    private Reply ask(String id, long index, Duration wait) {
        var target = Target.of("/v1/event/runs/").path(id);
        if (index > 0) {
            target.with("index", Long.toString(index)).with("wait", Math.max(1, wait.toMillis()) + "ms");
        }
        var reply = api.send(
                "GET", target, new byte[0], wait.plus(wait.dividedBy(16)).plus(GRACE));
        if (reply.status() == 404 || reply.status() == 405) {
            throw new Failure("the event " + id + " is fired, but the agent at " + api.address()
                    + " cannot tell what was run for it: " + Api.why(reply));
        }
        return api.expectOk(reply);
    }

    private static boolean prints(Fields runs) {
        return runs.objects("Runs").stream()
                .anyMatch(
                        run -> !EventProgress.ended(run) && !run.text("Output").isEmpty());
    }

    private void show(Fields runs, EventProgress progress, boolean over) {
        if (live) {
            var elapsed = Times.text((System.nanoTime() - start) / 1_000_000);
            var last = "%d of %d nodes done  %s"
                    .formatted(progress.done().size(), progress.total().size(), elapsed);
            lines.draw(report.news(runs), progress.open(), over ? "" : last);
        } else if (format == Format.TABLE) {
            print(report.news(runs));
        }
    }

    private int end(@Nullable Object answer, boolean complete, Predicate<Fields> well) {
        var runs = Fields.of(answer);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
        } else {
            print(report.summary(runs));
        }
        if (!complete) {
            throw new Failure("the " + report.subject() + " was not done in " + Times.text(timeout.toMillis()) + ": "
                    + report.outstanding(runs) + ".");
        }
        return well.test(runs) ? 0 : Failure.FAILED;
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private void print(String text) {
        shell.out().print(text);
        shell.out().flush();
    }
}
