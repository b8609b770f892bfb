package cluster;

import java.util.List;

/** The command that fires an event and does not wait. */
final class EventCliRow {
    private static final int WARM = 5;

    private EventCliRow() {}

    static List<Figures> measure(Bench bench) {
        var calls = new Figures("engine event, no wait", "ms");
        try (var cluster = bench.cluster(3, bench.clients())) {
            var cli = cluster.cli(cluster.node("s1"));
            for (var i = 0; i < WARM + bench.number("--rounds", 40); i++) {
                var ended = cli.run("event", "deploy", "x", "--no-wait");
                if (ended.exit() != 0) {
                    throw new Failure("engine event must exit with 0, not " + ended.exit() + ": " + ended.output());
                }
                if (i >= WARM) {
                    calls.addNanos(ended.nanos());
                }
                Pause.seconds(0.2);
            }
        }
        return List.of(calls.remark("start to exit, after " + WARM + " calls"));
    }
}
