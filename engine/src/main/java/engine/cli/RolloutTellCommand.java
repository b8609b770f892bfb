package engine.cli;

/** Pauses, resumes, aborts or retries a rollout. */
final class RolloutTellCommand implements Command {
    private static final String ID = "01a1fb23-17a0-7058-b195-4af3e1e2448e";

    private final String verb;
    private final String summary;

    private RolloutTellCommand(String verb, String summary) {
        this.verb = verb;
        this.summary = summary;
    }

    static Command pause() {
        return new RolloutTellCommand("pause", "Lets no further node of a rollout start; those at work go on.");
    }

    static Command resume() {
        return new RolloutTellCommand("resume", "Lets a paused rollout go on, also after its canaries.");
    }

    static Command abort() {
        return new RolloutTellCommand("abort", "Ends a rollout; nodes at work come to their end.");
    }

    static Command retry() {
        return new RolloutTellCommand(
                "retry", "Runs an ended rollout again on the nodes that failed or never started.");
    }

    private boolean follows() {
        return verb.equals("retry");
    }

    @Override
    public Syntax syntax() {
        var syntax = Syntax.of("rollout " + verb, summary).operands("ID", 1);
        return (follows() ? syntax.with(Option.flag("no-wait", "Return at once, and do not follow it.")) : syntax)
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("rollout " + verb + " " + ID);
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var id = RolloutShowCommand.id(verb, arguments);
        var format = Format.of(arguments);
        var api = Api.of(arguments, shell);
        var target = Target.of("/v1/event/rollout/" + verb + "/").path(id).with("dc", arguments.value("datacenter"));
        var told = Json.parse(api.put(target, ""));
        if (follows() && !arguments.has("no-wait")) {
            return new RolloutFollower(api, shell, format).follow(id, Fields.of(told));
        }
        var rollout = Fields.of(told);
        shell.line(
                format == Format.JSON
                        ? JsonText.indented(told)
                        : Table.safe("Rollout " + id + " is " + rollout.text("Status") + ": "
                                + RolloutListCommand.counts(rollout) + "."));
        return 0;
    }
}
