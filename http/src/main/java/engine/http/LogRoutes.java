package engine.http;

import engine.http.message.Entity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** The agent's log: followed, and made louder in parts; and what its threads do. */
final class LogRoutes {
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Logs logs;
    private final BooleanSupplier debug;

    /** @param debug whether the threads are told of */
    LogRoutes(Logs logs, BooleanSupplier debug) {
        this.logs = logs;
        this.debug = debug;
    }

    void addTo(Routes routes) {
        routes.get("/v1/agent/monitor", this::monitor)
                .get("/v1/agent/log-level", call -> Reads.now(levels(call)))
                .put("/v1/agent/log-level", this::set)
                .get("/debug/pprof/goroutine", _ -> Reads.now(threads()));
    }

    private CompletionStage<Answer> monitor(Call call) {
        var asked = call.query().first("loglevel");
        var level = asked.isEmpty() ? "info" : asked;
        if (!isLevel(level)) {
            throw new Refusal(400, "Bad request: Unknown log level: " + level);
        }
        if (logs.isFull()) {
            throw new Refusal(429, LogStream.FULL);
        }
        var lines = LogStream.of(logs, level, call.query().has("logjson"));
        return Reads.now(new Answer(200, Entity.streamed(Entity.TEXT, lines), List.of()));
    }

    private static boolean isLevel(String word) {
        return List.of("trace", "debug", "info", "warn", "err", "error").contains(word.toLowerCase(Locale.ROOT));
    }

    private CompletionStage<Answer> set(Call call) {
        var query = call.query();
        var part = query.first("part");
        var level = query.first("level");
        if (part.isEmpty() || level.isEmpty()) {
            throw new Refusal(
                    400, "Missing part or level: log-level is PUT /v1/agent/log-level?part=dns&level=debug&for=10m");
        }
        try {
            logs.set(part, level, lasting(query.first("for")));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
        return Reads.now(levels(call));
    }

    private static Optional<Duration> lasting(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(GoDuration.parse(text)
                .filter(time -> time.isPositive() && time.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () -> new Refusal(400, "Invalid for: \"" + text + "\": a duration up to 24h, such as 10m")));
    }

    private Answer levels(Call call) {
        var level = logs.level();
        Map<String, Logs.PartLevel> parts = logs.parts();
        return Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeStringProperty("Level", level);
            out.writeObjectPropertyStart("Parts");
            parts.forEach((name, part) -> {
                out.writeObjectPropertyStart(name);
                out.writeStringProperty("Level", part.level());
                part.until().ifPresent(until -> out.writeStringProperty("Until", until.toString()));
                out.writeEndObject();
            });
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private Answer threads() {
        if (!debug.getAsBoolean()) {
            return Answer.text(
                    401, "What the threads do is told with enable-debug = true in the agent's configuration.");
        }
        var text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            text.append('"')
                    .append(thread.getName())
                    .append("\" ")
                    .append(thread.getState())
                    .append('\n');
            for (var frame : stack) {
                text.append("\tat ").append(frame).append('\n');
            }
            text.append('\n');
        });
        return Answer.text(200, text.toString());
    }
}
