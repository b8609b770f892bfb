package engine.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a watch looks at.
 *
 * @param type of the watch, in Consul's words
 * @param target where the agent tells it
 */
record WatchQuery(String type, Supplier<Target> target) {
    /** The options of each type. */
    private static final Map<String, List<String>> OPTIONS = Map.of(
            "key", List.of("key"),
            "keyprefix", List.of("prefix"),
            "services", List.of(),
            "nodes", List.of(),
            "service", List.of("service", "tag", "passingonly"),
            "checks", List.of("service", "state"),
            "event", List.of("name"));

    private static final List<String> ALL = List.of("key", "prefix", "service", "tag", "passingonly", "state", "name");

    /** By the options of a command line; a usage failure when they do not fit. */
    static WatchQuery of(Arguments arguments) {
        var type = arguments.value("type", "");
        var allowed = OPTIONS.get(type);
        if (allowed == null) {
            throw Failure.usage("--type is key, keyprefix, services, nodes, service, checks or event"
                    + (type.isEmpty() ? "." : ", not '" + type + "'."));
        }
        for (var option : ALL) {
            if (arguments.value(option) != null && !allowed.contains(option)) {
                throw Failure.usage("--" + option + " is not for --type " + type + ".");
            }
        }
        return new WatchQuery(type, targets(type, arguments));
    }

    private static Supplier<Target> targets(String type, Arguments arguments) {
        return switch (type) {
            case "key" -> {
                var key = needed("key", arguments);
                yield () -> Target.of("/v1/kv/").path(key).where(arguments);
            }
            case "keyprefix" -> {
                var prefix = needed("prefix", arguments);
                yield () -> Target.of("/v1/kv/").path(prefix).where(arguments).with("recurse");
            }
            case "services", "nodes" -> () -> Target.of("/v1/catalog/" + type).where(arguments);
            case "service" -> service(arguments);
            case "checks" -> checks(arguments);
            default ->
                () -> Target.of("/v1/event/list")
                        .with("dc", arguments.value("datacenter"))
                        .with("name", arguments.value("name"));
        };
    }

    private static Supplier<Target> service(Arguments arguments) {
        var name = needed("service", arguments);
        boolean passing = truth(arguments.value("passingonly"));
        return () -> {
            var target = Target.of("/v1/health/service/").path(name).where(arguments);
            for (var tag : arguments.values("tag")) {
                target.with("tag", tag);
            }
            return passing ? target.with("passing") : target;
        };
    }

    private static Supplier<Target> checks(Arguments arguments) {
        var service = arguments.value("service", "");
        if (!service.isEmpty() && arguments.has("state")) {
            throw Failure.usage("--service and --state exclude each other.");
        }
        var state = arguments.value("state", "any");
        return () -> service.isEmpty()
                ? Target.of("/v1/health/state/").path(state).where(arguments)
                : Target.of("/v1/health/checks/").path(service).where(arguments);
    }

    private static String needed(String option, Arguments arguments) {
        var value = arguments.value(option, "");
        if (value.isEmpty()) {
            throw Failure.usage("--type " + arguments.value("type", "") + " needs --" + option + ".");
        }
        return value;
    }

    private static boolean truth(@Nullable String text) {
        return switch (text) {
            case null -> false;
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw Failure.usage("--passingonly is true or false, not '" + text + "'.");
        };
    }

    /** What indexes of the answers mean. */
    LongPoll.Order order() {
        return type.equals("event") ? LongPoll.Order.NONE : LongPoll.Order.RESTARTING;
    }

    /** Whether an answer may be that there is no such thing (404). */
    boolean mayBeNothing() {
        return type.equals("key") || type.equals("keyprefix");
    }
}
