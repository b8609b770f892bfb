package engine.cli;

import java.util.ArrayList;
import java.util.List;

/** Shows a trigger that is kept in the cluster: as a text that can be applied again. */
final class TriggerShowCommand implements Command {
    /** Nodes that are named; of others there is a count. */
    private static final int NAMED = 20;

    @Override
    public Syntax syntax() {
        return Syntax.of("trigger show", "Shows a trigger kept in the cluster, who applied it, and which nodes run it.")
                .operands("NAME", 1)
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("trigger show deploy", "trigger show deploy > deploy.conf");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name a trigger: `engine trigger show NAME`.");
        }
        var format = Format.of(arguments);
        var name = arguments.operands().getFirst();
        var target = Target.of("/v1/event/trigger/").path(name).where(arguments);
        var trigger = Api.of(arguments, shell).get(target);
        if (format == Format.JSON) {
            shell.line(JsonText.indented(trigger));
        } else {
            shell.out().print(text(Fields.of(trigger)));
        }
        return 0;
    }

    private static String text(Fields trigger) {
        var out = new StringBuilder();
        out.append("# Version %s, applied %s by %s%s.\n"
                .formatted(
                        trigger.text("Version"),
                        Times.toMillis(trigger.text("AppliedAt")),
                        Table.safe(trigger.text("AppliedBy")),
                        trigger.text("AppliedFrom").isEmpty() ? "" : " (from " + trigger.text("AppliedFrom") + ")"));
        var nodes = trigger.object("Nodes");
        line(out, "Run by", nodes.texts("Run"));
        line(out, "Not permitted on", nodes.texts("Refuse"));
        line(out, "Defined otherwise by the configuration of", nodes.texts("Define"));
        nodes.object("Fail").sorted().forEach((node, why) -> line(out, "Cannot be run by", List.of(node + ": " + why)));
        for (var line : trigger.text("Definition").lines().toList()) {
            out.append(Table.safe(line)).append('\n');
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String what, List<String> nodes) {
        if (!nodes.isEmpty()) {
            var named = new ArrayList<>(nodes.subList(0, Math.min(NAMED, nodes.size())));
            if (nodes.size() > NAMED) {
                named.add("and " + (nodes.size() - NAMED) + " more");
            }
            out.append("# ")
                    .append(what)
                    .append(' ')
                    .append(Table.safe(String.join(", ", named)))
                    .append(".\n");
        }
    }
}
