package engine.http;

import tools.jackson.core.JsonGenerator;

/** Sessions as the API shows them. */
final class SessionJson {

    private SessionJson() {}

    static void session(JsonGenerator out, Sessions.Session session) {
        out.writeStartObject();
        out.writeStringProperty("ID", session.id());
        out.writeStringProperty("Name", session.name());
        out.writeStringProperty("Node", session.node());
        out.writeNumberProperty("LockDelay", session.lockDelay().toNanos());
        out.writeStringProperty("Behavior", session.behavior().text());
        out.writeStringProperty("TTL", session.ttl());
        Json.strings(out, "NodeChecks", session.nodeChecks());
        out.writeName("ServiceChecks");
        if (session.serviceChecks().isEmpty()) {
            out.writeNull();
        } else {
            Json.array(out, session.serviceChecks(), SessionJson::serviceCheck);
        }
        out.writeNumberProperty("CreateIndex", session.createIndex());
        out.writeNumberProperty("ModifyIndex", session.modifyIndex());
        out.writeEndObject();
    }

    private static void serviceCheck(JsonGenerator out, Sessions.ServiceCheck check) {
        out.writeStartObject();
        out.writeStringProperty("ID", check.id());
        out.writeStringProperty("Namespace", check.namespace());
        out.writeEndObject();
    }
}
