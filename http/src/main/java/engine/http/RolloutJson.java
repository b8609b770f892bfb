package engine.http;

import tools.jackson.core.JsonGenerator;

/** Rollouts. */
final class RolloutJson {

    private RolloutJson() {}

    static void rollout(JsonGenerator out, Rollouts.Rollout rollout) {
        out.writeStartObject();
        head(out, rollout);
        out.writeName("Nodes");
        Json.array(out, rollout.nodes(), RolloutJson::node);
        out.writeEndObject();
    }

    /** Without its nodes. */
    static void summary(JsonGenerator out, Rollouts.Rollout rollout) {
        out.writeStartObject();
        head(out, rollout);
        out.writeEndObject();
    }

    private static void head(JsonGenerator out, Rollouts.Rollout rollout) {
        out.writeStringProperty("ID", rollout.id());
        out.writeStringProperty("Event", rollout.event());
        out.writeStringProperty("Command", rollout.command());
        out.writeStringProperty("Status", rollout.status());
        out.writeBooleanProperty("Over", rollout.over());
        Json.strings(out, "Plan", rollout.plan());
        out.writeStringProperty("FiredBy", rollout.firedBy());
        out.writeStringProperty("FiredFrom", rollout.firedFrom());
        out.writeStringProperty("StartedAt", rollout.startedAt().toString());
        out.writeStringProperty("ChangedAt", rollout.changedAt().toString());
        out.writeName("Counts");
        Json.object(out, rollout.counts(), (json, count) -> json.writeNumber(count));
    }

    private static void node(JsonGenerator out, Rollouts.Node node) {
        out.writeStartObject();
        out.writeStringProperty("Node", node.name());
        out.writeStringProperty("Status", node.status());
        out.writeNumberProperty("Attempt", node.attempt());
        out.writeStringProperty("EventID", node.eventId());
        out.writeStringProperty("Reason", node.reason());
        out.writeName("Since");
        if (node.since().isPresent()) {
            out.writeString(node.since().get().toString());
        } else {
            out.writeNull();
        }
        out.writeEndObject();
    }
}
