package engine.http;

import java.math.BigInteger;
import tools.jackson.core.JsonGenerator;

/** Entries of the key-value store. */
final class KvJson {

    private KvJson() {}

    static void entry(JsonGenerator out, KeyValues.Entry entry) {
        out.writeStartObject();
        out.writeNumberProperty("LockIndex", entry.lockIndex());
        out.writeStringProperty("Key", entry.key());
        out.writeName("Flags");
        if (entry.flags() < 0) {
            out.writeNumber(new BigInteger(Long.toUnsignedString(entry.flags())));
        } else {
            out.writeNumber(entry.flags());
        }
        out.writeName("Value");
        if (entry.value().isEmpty()) {
            out.writeNull();
        } else {
            out.writeBinary(entry.value().toArrayUnsafe());
        }
        if (!entry.session().isEmpty()) {
            out.writeStringProperty("Session", entry.session());
        }
        out.writeNumberProperty("CreateIndex", entry.createIndex());
        out.writeNumberProperty("ModifyIndex", entry.modifyIndex());
        out.writeEndObject();
    }
}
