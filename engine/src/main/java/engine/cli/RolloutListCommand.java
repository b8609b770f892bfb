package engine.cli;

import java.util.regex.Pattern;

/** Lists the rollouts that are kept. */
final class RolloutListCommand implements Command {
    private static final Pattern FINER = Pattern.compile("(\\.\\d{3})\\d+Z$");

    @Override
    public Syntax syntax() {
        return Syntax.of("rollout list", "Lists the rollouts that are kept, newest first.")
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("rollout list");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var rollouts =
                Api.of(arguments, shell).get(Target.of("/v1/event/rollout/list").where(arguments));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(rollouts));
            return 0;
        }
        var table = new Table("Started", "ID", "What", "Status", "Nodes", "Started By");
        for (var rollout : Fields.list(rollouts)) {
            table.row(
                    millis(rollout.text("StartedAt")),
                    rollout.text("ID"),
                    what(rollout),
                    rollout.text("Status"),
                    counts(rollout),
                    rollout.text("FiredBy"));
        }
        shell.out().print(table.text());
        return 0;
    }

    /** The event or the command. */
    static String what(Fields rollout) {
        return rollout.text("Command").isEmpty() ? rollout.text("Event") : "exec: " + rollout.text("Command");
    }

    /** A time without what is finer than milliseconds. */
    static String millis(String time) {
        return FINER.matcher(time).replaceFirst("$1Z");
    }

    static String counts(Fields rollout) {
        return String.join(
                ", ",
                rollout.object("Counts").sorted().entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .toList());
    }
}
