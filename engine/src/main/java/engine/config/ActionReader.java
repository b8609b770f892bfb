package engine.config;

import engine.events.Action;
import engine.events.Template;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what a trigger does: exactly one thing. */
final class ActionReader {
    private static final List<String> ACTIONS = List.of("run", "call", "put", "fire");
    private static final List<String> OF_PROGRAMS = List.of("user", "directory", "environment", "nice");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MOST_NAME_BYTES = 256;

    private final Fields fields;
    private final String name;

    ActionReader(Fields fields, String name) {
        this.fields = fields;
        this.name = name;
    }

    Action read() {
        var given = ACTIONS.stream().filter(fields::has).toList();
        if (given.isEmpty()) {
            throw fields.wrong("trigger '" + name
                    + "' needs something to do: run = [\"/opt/app/deploy.sh\"], call { url = ... }, put { key = ... } or"
                    + " fire { event = ... }");
        }
        if (given.size() > 1) {
            throw fields.wrong(
                    given.get(1),
                    "trigger '%s' has %s: a trigger does one thing; make a trigger of each"
                            .formatted(name, String.join(" and ", given)));
        }
        if (!fields.has("run")) {
            OF_PROGRAMS.stream().filter(fields::has).findFirst().ifPresent(key -> {
                throw fields.wrong(
                        key, "%s is for run, and trigger '%s' has %s".formatted(key, name, given.getFirst()));
            });
        }
        return switch (given.getFirst()) {
            case "run" -> program();
            case "call" -> call(block("call"));
            case "put" -> put(block("put"));
            default -> fire(block("fire"));
        };
    }

    /** The time that the action itself says. */
    Optional<Duration> timeout() {
        return fields.has("call") ? block("call").duration("timeout").filter(Duration::isPositive) : Optional.empty();
    }

    private Fields block(String key) {
        var block = fields.block(key).orElseThrow(() -> fields.wrong(key, key + " must be a block"));
        switch (key) {
            case "call" -> block.only("url", "method", "headers", "body", "timeout", "expect");
            case "put" -> block.only("key", "value");
            default -> block.only("event", "payload");
        }
        return block;
    }

    private Action program() {
        boolean line = fields.isText("run");
        var run = line ? List.of(fields.text("run")) : fields.texts("run");
        if (run.isEmpty() || run.getFirst().isBlank()) {
            throw fields.wrong(
                    "run",
                    "trigger '" + name
                            + "' needs a program to run: run = [\"/opt/app/deploy.sh\"], or a line for the shell");
        }
        var nice = fields.number("nice", 0);
        if (nice < -20 || nice > 19) {
            throw fields.wrong("nice", "nice must be -20 to 19, not " + nice);
        }
        var directory = fields.text("directory");
        if (!directory.isEmpty() && !directory.startsWith("/")) {
            throw fields.wrong("directory", "directory must begin at the root, such as /opt/app");
        }
        return new Action.Program(
                line ? List.of("/bin/sh", "-c", run.getFirst()) : run,
                environment(),
                fields.text("user"),
                directory,
                nice);
    }

    private Map<String, String> environment() {
        var environment = Objects.requireNonNullElse(fields.textMap("environment"), Map.<String, String>of());
        environment.forEach((variable, value) -> {
            if (!VARIABLE.matcher(variable).matches() || value.indexOf('\0') >= 0) {
                throw fields.wrong("environment", "'" + variable + "' cannot be a variable of the environment");
            }
            if (variable.startsWith("ENGINE_")) {
                throw fields.wrong(
                        "environment", variable + " cannot be set: the variables ENGINE_... are the event's");
            }
        });
        return environment;
    }

    private static Action call(Fields fields) {
        var url = template(fields, "url", Template::ofUrl);
        var scheme = fields.text("url").replaceFirst("(?s):.*", "");
        if (!(scheme.equals("http") || scheme.equals("https")) || !isUrl(fields.text("url"))) {
            throw fields.wrong("url", "call needs a url that begins with http:// or https:// and a host");
        }
        var method = fields.has("method") ? fields.text("method") : "POST";
        if (!METHOD.matcher(method).matches()) {
            throw fields.wrong("method", "method must be one such as GET or POST");
        }
        var headers = new LinkedHashMap<String, List<Template>>();
        fields.textLists("headers")
                .forEach((header, values) -> headers.put(
                        header,
                        values.stream()
                                .map(value -> template(fields, "headers", value, Template::of))
                                .toList()));
        var body = fields.has("body")
                ? template(fields, "body", Template::of)
                : WITH_BODY.contains(method) ? Template.PAYLOAD : Template.EMPTY;
        return new Action.Call(method, url, headers, body, expect(fields));
    }

    private static boolean isUrl(String template) {
        try {
            // What a variable becomes is percent-encoded: any letter stands for it.
            return URI.create(template.replaceAll("\\{\\{[^{}]*}}", "x")).getHost() != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Set<Integer> expect(Fields fields) {
        var codes = new HashSet<Integer>();
        for (var code : fields.texts("expect")) {
            if (!code.matches("[1-5]\\d\\d")) {
                throw fields.wrong("expect", "expect is a list of status codes, such as [200, 204]");
            }
            codes.add(Integer.parseInt(code));
        }
        return codes;
    }

    private static Action put(Fields fields) {
        if (fields.text("key").isBlank()) {
            throw fields.wrong("put needs a key: put { key = deploy/version, value = \"{{payload}}\" }");
        }
        return new Action.Put(
                template(fields, "key", Template::of),
                fields.has("value") ? template(fields, "value", Template::of) : Template.PAYLOAD);
    }

    private static Action fire(Fields fields) {
        var event = fields.text("event");
        if (event.isBlank() || event.getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES) {
            throw fields.wrong("fire needs an event with a name of 1 to %d bytes: fire { event = deployed }"
                    .formatted(MOST_NAME_BYTES));
        }
        return new Action.Fire(
                event, fields.has("payload") ? template(fields, "payload", Template::of) : Template.PAYLOAD);
    }

    private static Template template(Fields fields, String key, Function<String, Template> reading) {
        return template(fields, key, fields.text(key), reading);
    }

    private static Template template(Fields fields, String key, String text, Function<String, Template> reading) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException e) {
            throw fields.wrong(key, Objects.requireNonNullElse(e.getMessage(), "this is no template"));
        }
    }
}
