package engine.cli;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys, conditions and values of the {@code kv} commands. */
final class KvKeys {
    /** What the commands that write take beside their own. */
    static final List<Option> WRITING = List.of(
            Syntax.DATACENTER,
            Option.flag("stale", "Consul takes it for writes too: no effect."),
            Option.of("namespace", "NAME", "There is one, default."));

    static final Option AVAILABLE = Option.flag(
            "available",
            "Write also where no majority of the servers can be reached; it is taken over later, unless the key has been"
                    + " written meanwhile.");

    /** What the commands that read take beside their own. */
    static final List<Option> READING = List.of(
            Syntax.DATACENTER,
            Syntax.STALE,
            Syntax.CONSISTENT,
            Option.of("namespace", "NAME", "There is one, default."));

    private KvKeys() {}

    /** The first operand. No key begins with a slash, but people write one. */
    static String of(Arguments arguments) {
        var key = arguments.operands().isEmpty() ? "" : arguments.operands().getFirst();
        return key.startsWith("/") ? key.substring(1) : key;
    }

    /** Refuses what the present command line asks for and nobody could keep. */
    static void checkNamespace(Arguments arguments) {
        var namespace = arguments.value("namespace", "");
        if (!namespace.isEmpty() && !namespace.equals("default")) {
            throw Failure.usage("there is one namespace, default, and not '" + namespace + "'.");
        }
    }

    /** A key to which a write goes, with what {@link #WRITING} and {@link #AVAILABLE} say. */
    static Target writing(String key, Arguments arguments) {
        checkNamespace(arguments);
        var target = Target.of("/v1/kv/").path(key).with("dc", arguments.value("datacenter"));
        if (!arguments.has("available")) {
            return target;
        }
        for (var other : List.of("cas", "acquire", "release", "ttl", "recurse")) {
            if (arguments.has(other)) {
                throw Failure.usage("--" + other + " needs a majority of the servers: it cannot go with --available.");
            }
        }
        return target.with("available");
    }

    /** The index that {@code --cas} compares with; null without it. */
    static @Nullable String compareWith(Arguments arguments) {
        var index = arguments.unsigned("modify-index");
        if (!arguments.has("cas")) {
            return null;
        }
        if (index == null) {
            throw Failure.usage("--cas needs --modify-index beside it.");
        }
        return index;
    }

    /** The bytes of a value as answers carry it. */
    static byte[] bytes(Fields entry, String field) {
        try {
            return Base64.getDecoder().decode(entry.text(field));
        } catch (IllegalArgumentException _) {
            throw new Failure("the answer has a value that is not base64.");
        }
    }

    /** The entry of an answer to a GET of one key; null when there is none. */
    static @Nullable Fields entry(Reply reply) {
        if (reply.status() == 404) {
            return null;
        }
        var entries = Fields.list(Json.parse(reply.text()));
        return entries.isEmpty() ? null : entries.getFirst();
    }
}
