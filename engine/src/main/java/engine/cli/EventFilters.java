package engine.cli;

import java.util.List;

/** Which nodes an event is for, as its command line says. */
record EventFilters(Arguments arguments) {
    static final List<Option> OPTIONS = List.of(
            Option.of("node", "REGEX", "Only nodes whose name matches."),
            Option.of("service", "REGEX", "Only nodes with a service whose name matches."),
            Option.of("tag", "REGEX", "Only where that service has a tag that matches; needs --service."),
            Option.many("meta", "KEY=REGEX", "Only nodes whose metadata has KEY with a value that matches."));

    EventFilters {
        if (arguments.has("tag") && !arguments.has("service")) {
            throw Failure.usage("--tag needs --service beside it.");
        }
        arguments.values("meta").forEach(text -> Arguments.pair("meta", text, '='));
    }

    boolean any() {
        return OPTIONS.stream().anyMatch(option -> arguments.has(option.name()));
    }

    /** Adds them to a request. */
    Target to(Target target) {
        target.with("dc", arguments.value("datacenter"))
                .with("node", arguments.value("node"))
                .with("service", arguments.value("service"))
                .with("tag", arguments.value("tag"));
        for (var text : arguments.values("meta")) {
            target.with("meta", String.join(":", Arguments.pair("meta", text, '=')));
        }
        return target;
    }
}
