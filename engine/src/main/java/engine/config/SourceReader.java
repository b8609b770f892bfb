package engine.config;

import engine.events.Cron;
import engine.events.SerfEvent;
import engine.events.Trigger;
import engine.events.Trigger.Source;
import engine.events.Trigger.Source.InstanceChange;
import engine.events.Trigger.Source.NodeChange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a trigger waits for: exactly one thing. */
final class SourceReader {
    private static final List<String> SOURCES = List.of("event", "query", "check", "service", "kv", "node", "schedule");
    private static final Set<String> STATUSES = Set.of("passing", "warning", "critical");
    private static final Set<String> OPERATIONS =
            Set.of("set", "delete", "acquire", "release", "session-end", "expire", "take-over", "import");

    private SourceReader() {}

    /** @param name of the trigger */
    static Source read(Fields fields, String name) {
        var sentence = "trigger '" + name + "' needs to know what it waits for: on { event = deploy }";
        var on = fields.block("on").orElseThrow(() -> fields.wrong(sentence));
        on.only(Set.copyOf(SOURCES), Set.of());
        var given = SOURCES.stream().filter(on::has).toList();
        if (given.isEmpty()) {
            throw fields.wrong("on", sentence);
        }
        if (given.size() > 1) {
            throw on.wrong(
                    given.get(1),
                    "trigger '%s' waits for %s: a trigger waits for one thing; make a trigger of each"
                            .formatted(name, String.join(" and ", given)));
        }
        return switch (given.getFirst()) {
            case "event" -> event(on, sentence);
            case "query" -> query(on, sentence);
            case "check" -> check(block(on, "check"));
            case "service" -> on.isText("service") ? instances(on.text("service"), on) : service(block(on, "service"));
            case "kv" -> kv(block(on, "kv"));
            case "node" -> node(block(on, "node"));
            default ->
                on.isText("schedule")
                        ? schedule(on, "schedule", ZoneId.systemDefault())
                        : schedule(block(on, "schedule"));
        };
    }

    private static Fields block(Fields on, String key) {
        return on.block(key).orElseThrow(() -> on.wrong(key, key + " must be a block"));
    }

    private static Source event(Fields on, String sentence) {
        if (on.text("event").isEmpty()) {
            throw on.wrong("event", sentence);
        }
        if (on.text("event").startsWith(Trigger.RESERVED)) {
            throw on.wrong("event", "events whose names begin with " + Trigger.RESERVED + " are reserved");
        }
        return new Source.UserEvent(on.text("event"));
    }

    private static Source query(Fields on, String sentence) {
        if (on.text("query").isEmpty()) {
            throw on.wrong("query", sentence);
        }
        return new Source.UserEvent(SerfEvent.QUERY + on.text("query"));
    }

    private static Source check(Fields fields) {
        fields.only("service", "node", "check", "from", "to", "for");
        for (var key : List.of("from", "to")) {
            if (fields.has(key) && !STATUSES.contains(fields.text(key))) {
                throw fields.wrong(key, key + " is a status: passing, warning or critical");
            }
        }
        if (fields.has("to") && fields.text("from").equals(fields.text("to"))) {
            throw fields.wrong("to", "from and to are the same status, and a check never comes from one to the same");
        }
        return new Source.CheckStatus(
                fields.text("service"),
                fields.text("node"),
                fields.text("check"),
                fields.text("from"),
                fields.text("to"),
                fields.duration("for").orElse(Duration.ZERO));
    }

    private static Source service(Fields fields) {
        fields.only("name", "tag", "change");
        return new Source.Instances(
                named(fields, fields.text("name"), "name"),
                fields.text("tag"),
                changes(fields, InstanceChange.values(), InstanceChange::name));
    }

    private static Source instances(String name, Fields on) {
        return new Source.Instances(named(on, name, "service"), "", Set.of(InstanceChange.values()));
    }

    private static String named(Fields fields, String name, String key) {
        if (name.isBlank()) {
            throw fields.wrong(key, "on { service } needs the name of a service: on { service { name = web } }");
        }
        return name;
    }

    private static Source kv(Fields fields) {
        fields.only("key", "prefix", "operation");
        if (fields.has("key") == fields.has("prefix")
                || (fields.has("key") && fields.text("key").isEmpty())) {
            throw fields.wrong(
                    "on { kv } needs a key or a prefix: kv { key = app/config } or kv { prefix = \"app/\" }");
        }
        var operations = words(fields, "operation");
        if (!OPERATIONS.containsAll(operations)) {
            throw fields.wrong("operation", "operation is one or a list of " + listed(OPERATIONS));
        }
        boolean prefix = fields.has("prefix");
        return new Source.Keys(fields.text(prefix ? "prefix" : "key"), prefix, Set.copyOf(operations));
    }

    private static Source node(Fields fields) {
        fields.only("name", "change");
        return new Source.Nodes(fields.text("name"), changes(fields, NodeChange.values(), NodeChange::name));
    }

    private static Source schedule(Fields fields) {
        fields.only("cron", "zone");
        ZoneId zone;
        try {
            zone = fields.has("zone") ? ZoneId.of(fields.text("zone")) : ZoneId.systemDefault();
        } catch (DateTimeException _) {
            throw fields.wrong("zone", "zone is the name of a time zone, such as Europe/Berlin or UTC");
        }
        return schedule(fields, "cron", zone);
    }

    private static Source schedule(Fields fields, String key, ZoneId zone) {
        try {
            return new Source.Schedule(new Cron(fields.text(key)), zone);
        } catch (IllegalArgumentException e) {
            throw fields.wrong(key, Objects.requireNonNullElse(e.getMessage(), "this is no schedule"));
        }
    }

    /** Some of the constants of an enum, in small letters; all where none is given. */
    private static <E> Set<E> changes(Fields fields, E[] all, Function<E, String> name) {
        var words = words(fields, "change");
        var known = Arrays.stream(all)
                .collect(Collectors.toMap(each -> name.apply(each).toLowerCase(Locale.ROOT), each -> each));
        if (!known.keySet().containsAll(words)) {
            throw fields.wrong("change", "change is one or a list of " + listed(known.keySet()));
        }
        return words.isEmpty() ? Set.of(all) : words.stream().map(known::get).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> words(Fields fields, String key) {
        return fields.isText(key) ? List.of(fields.text(key)) : fields.texts(key);
    }

    private static String listed(Set<String> words) {
        return String.join(", ", new TreeSet<>(words));
    }
}
