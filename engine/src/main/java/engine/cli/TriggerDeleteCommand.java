package engine.cli;

/** Takes a trigger out of the cluster. */
final class TriggerDeleteCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("trigger delete", "Takes a trigger out of the cluster: no node runs it any more.")
                .operands("NAME", 1)
                .with(Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("trigger delete deploy");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a trigger: `engine trigger delete NAME`.");
        }
        var name = arguments.operands().getFirst();
        Api.of(arguments, shell)
                .delete(Target.of("/v1/event/trigger/").path(name).where(arguments));
        shell.line("Trigger " + Table.safe(name) + " is deleted.");
        return 0;
    }
}
