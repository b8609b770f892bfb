package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** User events and what was run for them. */
final class EventJson {
    /** Of the form of an event; the only one there ever was. */
    private static final int VERSION = 1;

    private EventJson() {}

    static void event(JsonGenerator out, UserEvents.Event event) {
        event(out, event, event.lamportTime());
    }

    /** An event that was just fired: its time is not told. */
    static void fired(JsonGenerator out, UserEvents.Event event) {
        fields(out, event, 0);
        out.writeEndObject();
    }

    /** The same, or one that was fired before and is not fired again. */
    static void fired(JsonGenerator out, UserEvents.Fired fired) {
        fields(out, fired.event(), 0);
        if (fired.duplicate()) {
            out.writeBooleanProperty("Duplicate", true);
        }
        out.writeEndObject();
    }

    static void runs(JsonGenerator out, UserEvents.Runs runs) {
        out.writeStartObject();
        out.writeName("Event");
        event(out, runs.event());
        cause(out, runs.event());
        out.writeBooleanProperty("Complete", runs.complete());
        out.writeName("Receipts");
        Json.array(out, runs.receipts(), EventJson::receipt);
        out.writeName("Runs");
        Json.array(out, runs.runs(), EventJson::run);
        if (!runs.waiting().isEmpty()) {
            Json.strings(out, "Waiting", runs.waiting());
        }
        out.writeEndObject();
    }

    static void concerned(JsonGenerator out, UserEvents.Concerned concerned) {
        out.writeStartObject();
        out.writeStringProperty("Node", concerned.node());
        out.writeBooleanProperty("Alive", concerned.alive());
        out.writeEndObject();
    }

    /** An event of the log. */
    static void past(JsonGenerator out, UserEvents.Past past) {
        out.writeStartObject();
        out.writeName("Event");
        event(out, past.event());
        out.writeStringProperty("FiredAt", past.event().firedAt().toString());
        out.writeStringProperty("FiredBy", past.event().firedBy());
        out.writeStringProperty("FiredFrom", past.event().firedFrom());
        out.writeStringProperty("TTL", GoDuration.text(past.event().ttl()));
        Json.strings(out, "MetaFilters", past.event().metaFilters());
        cause(out, past.event());
        if (!past.event().key().isEmpty()) {
            out.writeStringProperty("Key", past.event().key());
            out.writeStringProperty("KeyWindow", GoDuration.text(past.event().keyWindow()));
        }
        out.writeNumberProperty("Nodes", past.nodes());
        out.writeName("Runs");
        out.writeStartObject();
        past.runs().forEach(out::writeNumberProperty);
        out.writeEndObject();
        out.writeEndObject();
    }

    static void purged(JsonGenerator out, UserEvents.Purged purged) {
        out.writeStartObject();
        out.writeNumberProperty("Purged", purged.events());
        out.writeNumberProperty("Kept", purged.kept());
        out.writeEndObject();
    }

    private static void event(JsonGenerator out, UserEvents.Event event, long lamportTime) {
        fields(out, event, lamportTime);
        out.writeEndObject();
    }

    private static void fields(JsonGenerator out, UserEvents.Event event, long lamportTime) {
        out.writeStartObject();
        out.writeStringProperty("ID", event.id());
        out.writeStringProperty("Name", event.name());
        out.writeName("Payload");
        if (event.payload().isEmpty()) {
            out.writeNull();
        } else {
            out.writeBinary(event.payload().toArrayUnsafe());
        }
        out.writeStringProperty("NodeFilter", event.nodeFilter());
        out.writeStringProperty("ServiceFilter", event.serviceFilter());
        out.writeStringProperty("TagFilter", event.tagFilter());
        out.writeNumberProperty("Version", VERSION);
        out.writeNumberProperty("LTime", lamportTime);
    }

    /** What a node saw happen, where nobody fired an event. */
    private static void cause(JsonGenerator out, UserEvents.Event event) {
        if (!event.cause().isEmpty()) {
            out.writeStringProperty("Cause", event.cause());
        }
    }

    private static void receipt(JsonGenerator out, UserEvents.Receipt receipt) {
        out.writeStartObject();
        out.writeStringProperty("Node", receipt.node());
        out.writeNumberProperty("Triggers", receipt.triggers());
        out.writeStringProperty("Reason", receipt.reason());
        out.writeEndObject();
    }

    private static void run(JsonGenerator out, UserEvents.Run run) {
        out.writeStartObject();
        out.writeStringProperty("Node", run.node());
        out.writeStringProperty("Trigger", run.trigger());
        out.writeStringProperty("Status", run.status());
        out.writeName("ExitCode");
        if (run.exitCode().isPresent()) {
            out.writeNumber(run.exitCode().getAsInt());
        } else {
            out.writeNull();
        }
        out.writeStringProperty("Output", run.output());
        if (run.dropped() > 0) {
            out.writeNumberProperty("OutputDropped", run.dropped());
        }
        out.writeStringProperty("Reason", run.reason());
        out.writeStringProperty("QueuedAt", run.queuedAt().toString());
        time(out, "StartedAt", run.startedAt());
        time(out, "EndedAt", run.endedAt());
        out.writeName("DurationMs");
        if (run.startedAt().isPresent() && run.endedAt().isPresent()) {
            out.writeNumber(
                    Duration.between(run.startedAt().get(), run.endedAt().get()).toMillis());
        } else {
            out.writeNull();
        }
        out.writeEndObject();
    }

    private static void time(JsonGenerator out, String name, Optional<Instant> time) {
        if (time.isPresent()) {
            out.writeStringProperty(name, time.get().toString());
        } else {
            out.writeNullProperty(name);
        }
    }
}
