package engine.http;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Triggers that are kept in the cluster. */
final class TriggerJson {

    private TriggerJson() {}

    static void kept(JsonGenerator out, KeptTriggers.Kept kept) {
        kept(out, kept, null);
    }

    /** @param nodes how the agents take it, where that is asked for */
    static void kept(JsonGenerator out, KeptTriggers.Kept kept, KeptTriggers.@Nullable Nodes nodes) {
        out.writeStartObject();
        out.writeStringProperty("Name", kept.name());
        out.writeNumberProperty("Version", kept.version());
        out.writeStringProperty("Since", kept.since().toString());
        out.writeStringProperty("AppliedAt", kept.appliedAt().toString());
        out.writeStringProperty("AppliedBy", kept.appliedBy());
        out.writeStringProperty("AppliedFrom", kept.appliedFrom());
        out.writeStringProperty("Definition", kept.definition());
        if (nodes != null) {
            var taken = nodes.taken(kept.name());
            out.writeName("Nodes");
            out.writeStartObject();
            Json.strings(out, "Run", taken.run());
            Json.strings(out, "Refuse", taken.refuse());
            Json.strings(out, "Define", taken.define());
            Json.strings(out, "Fail", taken.fail());
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
