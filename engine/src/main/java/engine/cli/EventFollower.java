package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for the nodes' words on an event by blocking queries, and prints each as it comes. */
final class EventFollower {
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Api api;
    private final Shell shell;
    private final Format format;
    private final Duration timeout;

    EventFollower(Api api, Shell shell, Format format, Duration timeout) {
        this.api = api;
        this.shell = shell;
        this.format = format;
        this.timeout = timeout;
    }

    /** Follows an event to its end; 0 when no run failed, 1 when one did or the time ran out. */
    int follow(String name, String id) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        var report = new EventReport(shell);
        if (format == Format.TABLE) {
            print(shell.bold("Event " + Table.safe(name)) + " " + id + "\n");
        }
        long index = 0;
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var reply = ask(id, index, left.compareTo(MAX_WAIT) < 0 ? left : MAX_WAIT);
            var answer = Json.parse(reply.text());
            var runs = Fields.of(answer);
            if (format == Format.TABLE) {
                print(report.news(runs));
            }
            boolean complete = runs.truth("Complete");
            if (complete || System.nanoTime() >= deadline) {
                return end(report, answer, complete);
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

    private int end(EventReport report, @Nullable Object answer, boolean complete) {
        var runs = Fields.of(answer);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
        } else {
            print(report.summary(runs));
        }
        if (!complete) {
            throw new Failure("the event was not done in " + Times.text(timeout.toMillis()) + ": "
                    + report.outstanding(runs) + ".");
        }
        return report.allWell(runs) ? 0 : Failure.FAILED;
    }

    private void print(String text) {
        shell.out().print(text);
        shell.out().flush();
    }
}
