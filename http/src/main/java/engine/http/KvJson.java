package engine.http;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import tools.jackson.core.JsonGenerator;

/** Entries of the key-value store, and what became of them. */
final class KvJson {

    private KvJson() {}

    static void entry(JsonGenerator out, KeyValues.Entry entry) {
        out.writeStartObject();
        out.writeNumberProperty("LockIndex", entry.lockIndex());
        out.writeStringProperty("Key", KeyText.shown(entry.key()));
        flags(out, entry.flags());
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
        if (entry.expiresAt() != 0) {
            time(out, "Expires", Instant.ofEpochMilli(entry.expiresAt()));
        }
        if (entry.available()) {
            out.writeBooleanProperty("Available", true);
        }
        out.writeEndObject();
    }

    static void change(JsonGenerator out, KvChanges.Change change) {
        out.writeStartObject();
        out.writeStringProperty("Key", KeyText.shown(change.key()));
        out.writeStringProperty("Operation", change.after().operation().text());
        value(out, "OldValue", change.before());
        after(out, change.after());
        out.writeEndObject();
    }

    static void version(JsonGenerator out, KvChanges.Version version) {
        out.writeStartObject();
        out.writeStringProperty("Operation", version.operation().text());
        after(out, version);
        out.writeEndObject();
    }

    static void conflict(JsonGenerator out, KvConflicts.Conflict conflict) {
        out.writeStartObject();
        out.writeStringProperty("Key", KeyText.shown(conflict.key()));
        out.writeStringProperty("Stamp", conflict.stamp());
        out.writeStringProperty("Operation", conflict.value().isPresent() ? "set" : "delete");
        value(out, "Value", conflict.value());
        flags(out, conflict.flags());
        out.writeNumberProperty("BasedOn", conflict.basedOn());
        out.writeNumberProperty("Found", conflict.found());
        time(out, "Time", conflict.time());
        out.writeStringProperty("By", conflict.by());
        out.writeEndObject();
    }

    private static void after(JsonGenerator out, KvChanges.Version version) {
        value(out, "Value", version.value());
        flags(out, version.flags());
        out.writeStringProperty("Session", version.session());
        out.writeNumberProperty("Index", version.index());
        time(out, "Time", version.time());
        out.writeStringProperty("By", version.by());
    }

    /** Null where there is none: an empty value is another thing here. */
    private static void value(JsonGenerator out, String name, Optional<ByteString> value) {
        out.writeName(name);
        if (value.isPresent()) {
            out.writeBinary(value.get().toArrayUnsafe());
        } else {
            out.writeNull();
        }
    }

    private static void flags(JsonGenerator out, long flags) {
        out.writeName("Flags");
        if (flags < 0) {
            out.writeNumber(new BigInteger(Long.toUnsignedString(flags)));
        } else {
            out.writeNumber(flags);
        }
    }

    private static void time(JsonGenerator out, String name, Instant time) {
        out.writeStringProperty(name, time.toString());
    }
}
