package engine.cli;

import java.time.Duration;

/** Follows the log of an agent. */
final class MonitorCommand implements Command {
    /** A log may have nothing to say for as long as the socket can wait. */
    static final Duration PATIENCE = Duration.ofDays(20);

    @Override
    public Syntax syntax() {
        return Syntax.of("monitor", "Follows the log of an agent, also below the level that it writes itself.")
                .with(
                        Option.of("log-level", "LEVEL", "trace, debug, info, warn or error; default info."),
                        Option.flag("log-json", "One JSON object a line."))
                .with(Syntax.CONNECTION)
                .example("monitor", "monitor --log-level debug");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var target = target(arguments.value("log-level", "info"), arguments.has("log-json"));
        Api.of(arguments, shell).download(target, new FlushedStream(shell.out()), _ -> {}, PATIENCE);
        shell.tell("the agent has ended the stream: it stops, or this client read too slowly.");
        return 0;
    }

    static Target target(String level, boolean json) {
        var target = Target.of("/v1/agent/monitor").with("loglevel", level);
        return json ? target.with("logjson") : target;
    }
}
