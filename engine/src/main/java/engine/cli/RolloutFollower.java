package engine.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Follows a rollout to its end by blocking queries, and prints what each node ran as it is over. */
final class RolloutFollower {
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** How often a terminal shows the time. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How often those at work are asked what they have printed. */
    private static final Duration STREAM_TICK = Duration.ofMillis(250);

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Set<String> OVER = Set.of("succeeded", "failed", "skipped");

    private final Api api;
    private final Shell shell;
    private final Format format;
    private final EventReport report;
    private final boolean streams;
    private final LiveLines lines;
    private final boolean live;
    private final Set<String> told = new HashSet<>();
    private final long start = System.nanoTime();
    private String status = "running";

    RolloutFollower(Api api, Shell shell, Format format) {
        this(api, shell, format, new EventReport(shell), false);
    }

    private RolloutFollower(Api api, Shell shell, Format format, EventReport report, boolean streams) {
        this.api = api;
        this.shell = shell;
        this.format = format;
        this.report = report;
        this.streams = streams && format == Format.TABLE;
        this.lines = new LiveLines(shell);
        this.live = shell.terminal() && format == Format.TABLE;
    }

    /** The same, with what commands print as it comes. */
    RolloutFollower streaming() {
        return new RolloutFollower(api, shell, format, report.streaming(), true);
    }

    /** Starts one with a request and follows it, or only tells its id. */
    int start(Target target, byte[] body, boolean waits) {
        var started = Json.parse(api.put(target, body));
        var id = Fields.of(started).text("ID");
        if (waits) {
            return follow(id);
        }
        shell.line(format == Format.JSON ? JsonText.indented(started) : "Rollout ID: " + id);
        return 0;
    }

    /** The same for one of which this is known already: nodes that succeeded before are not told again. */
    int follow(String id, Fields known) {
        known.objects("Nodes").stream()
                .filter(node -> node.text("Status").equals("succeeded"))
                .forEach(node -> told.add(node.text("EventID")));
        return follow(id);
    }

    /** 0 when every node of it succeeded, 1 when one did not. */
    int follow(String id) {
        if (format == Format.TABLE) {
            shell.line(shell.bold("Rollout") + " " + Table.safe(id));
        }
        try {
            return followed(id);
        } catch (Unavailable gone) {
            throw new Failure(gone.sentence() + " The rollout goes on without this command: `engine rollout show " + id
                    + " --follow`.");
        }
    }

    private int followed(String id) {
        var poll = new LongPoll(api, () -> Target.of("/v1/event/rollout/show/").path(id), LongPoll.Order.RESTARTING);
        while (true) {
            var reply = api.expectOk(poll.ask(streams ? STREAM_TICK : live ? TICK : MAX_WAIT));
            poll.seen(reply);
            var answer = Json.parse(reply.text());
            var rollout = Fields.of(answer);
            if (format == Format.TABLE) {
                show(rollout);
            }
            if (rollout.truth("Over")) {
                return end(answer);
            }
            if (!poll.waits()) {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private void show(Fields rollout) {
        var news = new StringBuilder();
        for (var node : rollout.objects("Nodes")) {
            var over =
                    OVER.contains(node.text("Status")) && !node.text("EventID").isEmpty();
            if (over && told.add(node.text("EventID"))) {
                append(news, node);
            } else if (node.text("Status").equals("failed") && told.add(node.text("Node") + node.text("Attempt"))) {
                append(news, node, node.text("Reason"));
            } else if (streams && !over && !node.text("EventID").isEmpty()) {
                news.append(report.printed(runs(node)));
            }
        }
        var now = rollout.text("Status");
        if (!now.equals(status) && now.startsWith("paused")) {
            news.append("Paused")
                    .append(now.equals("paused") ? "" : " after the canaries")
                    .append(": `engine rollout resume ")
                    .append(Table.safe(rollout.text("ID")))
                    .append("` goes on, `abort` ends it.\n");
        }
        status = now;
        if (live) {
            var all = rollout.objects("Nodes");
            long done = all.stream()
                    .filter(node -> OVER.contains(node.text("Status")))
                    .count();
            var last = "%d of %d nodes done  %s"
                    .formatted(done, all.size(), Times.text((System.nanoTime() - start) / 1_000_000));
            lines.draw(news.toString(), atWork(all), rollout.truth("Over") ? "" : last);
        } else {
            shell.out().print(news);
            shell.out().flush();
        }
    }

    private static List<List<String>> atWork(List<Fields> nodes) {
        return nodes.stream()
                .filter(node -> !OVER.contains(node.text("Status"))
                        && !node.text("Status").equals("waiting"))
                .map(node -> List.of(node.text("Node"), node.text("Status")))
                .toList();
    }

    /** What a node ran, and why it failed where its runs do not say so. */
    private void append(StringBuilder news, Fields node) {
        var runs = runs(node);
        news.append(report.again().news(runs));
        boolean said = runs.objects("Runs").stream().anyMatch(EventProgress::failed);
        if (node.text("Status").equals("failed") && !said) {
            append(news, node, node.text("Reason"));
        } else if (runs.objects("Runs").isEmpty()) {
            append(news, node, "");
        }
    }

    private Fields runs(Fields node) {
        var reply = api.getReply(Target.of("/v1/event/runs/").path(node.text("EventID")));
        return reply.ok() ? of(node.text("Node"), Fields.of(Json.parse(reply.text()))) : new Fields(Map.of());
    }

    private void append(StringBuilder news, Fields node, String reason) {
        news.append(shell.bold(Table.safe(node.text("Node"))))
                .append("  ")
                .append(node.text("Status").equals("failed") ? shell.red("failed") : Table.safe(node.text("Status")))
                .append(reason.isEmpty() ? "" : "  " + Table.safe(reason))
                .append('\n');
    }

    /** Of an answer on the runs of an event what concerns one node. */
    private static Fields of(String node, Fields runs) {
        return new Fields(Map.of(
                "Event", runs.object("Event").map(), "Runs", own(node, runs.objects("Runs")), "Receipts", List.of()));
    }

    private static List<Map<?, ?>> own(String node, List<Fields> all) {
        return all.stream()
                .filter(each -> each.text("Node").equals(node))
                .<Map<?, ?>>map(Fields::map)
                .toList();
    }

    private int end(@Nullable Object answer) {
        var rollout = Fields.of(answer);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
        } else {
            shell.line(summary(rollout));
        }
        return allWell(rollout) ? 0 : Failure.FAILED;
    }

    private static boolean allWell(Fields rollout) {
        return rollout.objects("Nodes").stream()
                .allMatch(node -> node.text("Status").equals("succeeded"));
    }

    /** How many nodes stand how, and what can be done about it. */
    private static String summary(Fields rollout) {
        var counts = rollout.object("Counts").sorted().entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .toList();
        return Table.safe(rollout.text("Status") + ": " + String.join(", ", counts) + ".")
                + (allWell(rollout)
                        ? ""
                        : " `engine rollout retry " + Table.safe(rollout.text("ID")) + "` runs what is left.");
    }
}
