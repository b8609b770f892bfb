package engine.cli;

import java.util.List;

/** Searches the log of events. */
final class EventListCommand implements Command {
    /** Which events are meant. */
    static final List<Option> FILTERS = List.of(
            Option.of("name", "NAME", "Only events of this name."),
            Option.of("since", "TIME", "Only those fired since then: 90m, 24h or 2026-01-02T15:04:05Z."),
            Option.of("before", "TIME|ID", "Only those fired before then, or before this event."),
            Option.of("after", "N", "Only those whose logical time (LTime) is greater."),
            Option.of("node", "NAME", "Only those that this node has told of."),
            Option.of(
                    "status",
                    "queued|running|succeeded|failed|timed-out|skipped|interrupted|elsewhere",
                    "Only those with a run in this state."));

    @Override
    public Syntax syntax() {
        return Syntax.of("event list", "Lists the events that are kept, newest last, with what came of each.")
                .with(FILTERS)
                .with(Option.of("limit", "N", "No more of the newest; default 100."), Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example(
                        "event list", "event list --name deploy --since 24h", "event list --status failed --node web1");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var target = target(arguments);
        target.with("limit", arguments.unsigned("limit"));
        var events = Api.of(arguments, shell).get(target);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(events));
            return 0;
        }
        var table = new Table("Time", "Event", "ID", "Fired By", "Nodes", "Runs");
        for (var past : Fields.list(events)) {
            var event = past.object("Event");
            table.row(
                    Times.toMillis(past.text("FiredAt")),
                    event.text("Name"),
                    event.text("ID"),
                    past.text("FiredBy"),
                    past.text("Nodes"),
                    runs(past.object("Runs")));
        }
        shell.out().print(table.text());
        return 0;
    }

    /** The log of events, as the options choose of it. */
    static Target target(Arguments arguments) {
        var target = Target.of("/v1/event/history").where(arguments);
        for (var option : FILTERS) {
            target.with(
                    option.name(),
                    option.name().equals("after") ? arguments.unsigned("after") : arguments.value(option.name()));
        }
        return target;
    }

    private static String runs(Fields counts) {
        var words = RunCounts.of(counts);
        return words.isEmpty() ? "-" : words;
    }
}
