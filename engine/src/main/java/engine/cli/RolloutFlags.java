package engine.cli;

import java.util.List;
import java.util.stream.Stream;

/** How something goes from node to node, as the command line says. */
record RolloutFlags(Arguments arguments) {
    static final List<Option> OPTIONS = List.of(
            Option.of("max-parallel", "N|P%", "A rollout: so many nodes at once; default 1."),
            Option.of("batch", "N|P%", "A rollout in groups: the next begins when all of one are over."),
            Option.flag("until-healthy", "A rollout: the node's checks must pass before the next one starts."),
            Option.of("healthy-timeout", "TIME", "By when they must; default 5m."),
            Option.of("healthy-for", "TIME", "How long they must pass without a break; default 10s."),
            Option.of("max-failures", "N", "A rollout stops when more nodes failed; default 0."),
            Option.of("canary", "N", "A rollout whose first N nodes must succeed before the others start."),
            Option.flag("pause", "Wait for `engine rollout resume` after the canaries."),
            Option.of("order", "name|random", "A rollout in this order; default name."),
            Option.of("nodes", "NODE,NODE", "A rollout to these nodes alone, in this order."),
            Option.of("spread", "KEY", "A rollout that takes a node of each value of the metadata KEY in turn."));

    RolloutFlags {
        if (Stream.of("order", "spread", "nodes").filter(arguments::has).count() > 1) {
            throw Failure.usage("--order, --spread and --nodes exclude each other.");
        }
        if (arguments.has("pause") && !arguments.has("canary")) {
            throw Failure.usage("--pause needs --canary beside it.");
        }
        for (var healthy : List.of("healthy-timeout", "healthy-for")) {
            if (arguments.has(healthy) && !arguments.has("until-healthy")) {
                throw Failure.usage("--" + healthy + " needs --until-healthy beside it.");
            }
            arguments.time(healthy);
        }
    }

    /** Whether it is a rollout at all. */
    boolean any() {
        return OPTIONS.stream().anyMatch(option -> arguments.has(option.name()));
    }

    /** Adds them to a request. */
    Target to(Target target) {
        var spread = arguments.value("spread");
        var nodes = arguments.value("nodes");
        var order = nodes != null ? "given:" + nodes : spread != null ? "spread:" + spread : arguments.value("order");
        target.with("max-parallel", arguments.value("max-parallel"))
                .with("batch", arguments.value("batch"))
                .with("healthy-timeout", arguments.value("healthy-timeout"))
                .with("healthy-for", arguments.value("healthy-for"))
                .with("max-failures", arguments.unsigned("max-failures"))
                .with("canary", arguments.unsigned("canary"))
                .with("order", order);
        if (arguments.has("until-healthy")) {
            target.with("until-healthy");
        }
        return arguments.has("pause") ? target.with("pause") : target;
    }
}
