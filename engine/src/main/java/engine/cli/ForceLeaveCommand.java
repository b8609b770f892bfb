package engine.cli;

/** Makes the cluster take a failed agent for one that has left. */
final class ForceLeaveCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "force-leave",
                        "Takes a failed agent for one that has left, so that it is no longer waited for.")
                .operands("NODE", 1)
                .with(Option.flag("prune", "Forget it altogether: members no longer lists it."))
                .with(Syntax.CONNECTION)
                .example("force-leave web3", "force-leave -prune web3");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty() || arguments.operands().getFirst().isEmpty()) {
            throw Failure.usage("name a node: `engine force-leave NODE`.");
        }
        var node = arguments.operands().getFirst();
        boolean prune = arguments.has("prune");
        var target = Target.of("/v1/agent/force-leave/").path(node);
        Api.of(arguments, shell).put(prune ? target.with("prune") : target, "");
        shell.line("Node " + Table.safe(node) + (prune ? " is forgotten." : " has left."));
        return 0;
    }
}
