package engine.cli;

import java.time.Duration;

/** Deletes events of the log. */
final class EventPurgeCommand implements Command {
    /** The most that a search finds. */
    private static final String MOST = "10000";

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "event purge", "Deletes events that are kept, with what came of them. No node runs them again.")
                .with(EventListCommand.FILTERS)
                .with(
                        Option.flag("all", "All events, in place of the options above."),
                        Option.flag("yes", "Do it; without this, the events that are meant are counted."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("event purge --name load-test", "event purge --before 48h --yes", "event purge --all --yes");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var filtered = EventListCommand.FILTERS.stream().anyMatch(option -> arguments.has(option.name()));
        if (filtered == arguments.has("all")) {
            throw Failure.usage(
                    filtered
                            ? "--all goes without --name, --since, --before, --after, --node and --status."
                            : "say which events are meant: --name, --since, --before, --after, --node or --status, or --all.");
        }
        var api = Api.of(arguments, shell);
        var target = EventListCommand.target(arguments);
        if (!arguments.has("yes")) {
            var found = Fields.list(api.get(target.with("limit", MOST))).size();
            throw new Failure("nothing was deleted; " + events(found) + (found == 1 ? " is" : " are")
                    + " meant, run this again with --yes.");
        }
        if (arguments.has("all")) {
            target.with("all", "true");
        }
        var answer = Json.parse(
                api.expectOk(api.send("DELETE", target, new byte[0], TIMEOUT)).text());
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
            return 0;
        }
        var purged = Fields.of(answer);
        var kept = purged.number("Kept");
        shell.line("Deleted: " + events(purged.number("Purged")) + "."
                + (kept == 0
                        ? ""
                        : " " + events(kept) + (kept == 1 ? " stays: it is" : " stay: they are") + " not over."));
        return 0;
    }

    private static String events(long count) {
        return count == 1 ? "1 event" : count + " events";
    }
}
