package engine.cli;

import java.io.IOException;

/** Keeps the triggers of a file in the cluster. */
final class TriggerApplyCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "trigger apply",
                        "Keeps the triggers of a file in the cluster, for the agents that permit them.")
                .operands("FILE|-", 1)
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("trigger apply deploy.conf", "trigger apply -");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a file: `engine trigger apply FILE`.");
        }
        var format = Format.of(arguments);
        var file = arguments.operands().getFirst();
        var text = Payload.read(file.equals("-") ? file : "@" + file, shell);
        var target = Target.of("/v1/event/trigger").where(arguments);
        var applied = Json.parse(Api.of(arguments, shell).put(target, text));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(applied));
        } else {
            for (var trigger : Fields.list(applied)) {
                shell.line("Trigger " + Table.safe(trigger.text("Name")) + " is kept, version "
                        + trigger.text("Version") + ".");
            }
        }
        return 0;
    }
}
