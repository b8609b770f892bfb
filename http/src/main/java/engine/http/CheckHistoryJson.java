package engine.http;

import tools.jackson.core.JsonGenerator;

/** The histories of checks as JSON. */
final class CheckHistoryJson {

    private CheckHistoryJson() {}

    /** Without the transitions. */
    static void summary(JsonGenerator out, CheckHistory history) {
        out.writeStartObject();
        members(out, history);
        out.writeEndObject();
    }

    static void whole(JsonGenerator out, CheckHistory history) {
        out.writeStartObject();
        members(out, history);
        out.writeName("Transitions");
        Json.array(out, history.transitions(), CheckHistoryJson::transition);
        out.writeEndObject();
    }

    private static void members(JsonGenerator out, CheckHistory history) {
        var check = history.check();
        out.writeStringProperty("Node", check.node());
        out.writeStringProperty("CheckID", check.id());
        out.writeStringProperty("Name", check.name());
        out.writeStringProperty("ServiceID", check.serviceId());
        out.writeStringProperty("ServiceName", check.serviceName());
        out.writeStringProperty("Status", check.status());
        out.writeStringProperty("Since", history.since().toString());
        out.writeNumberProperty("Changes", history.changes());
    }

    private static void transition(JsonGenerator out, CheckHistory.Transition transition) {
        out.writeStartObject();
        out.writeStringProperty("At", transition.at().toString());
        out.writeStringProperty("From", transition.from());
        out.writeStringProperty("To", transition.to());
        out.writeStringProperty("Output", transition.output());
        out.writeEndObject();
    }
}
