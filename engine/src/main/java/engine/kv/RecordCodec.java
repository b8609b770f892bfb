package engine.kv;

import engine.state.WireReader;
import engine.state.WireWriter;

/** The binary form of the records that a state is made of. */
final class RecordCodec {

    private RecordCodec() {}

    static void entry(WireWriter out, Entry entry) {
        out.raw(entry.value());
        out.varint(entry.flags());
        out.varint(entry.createIndex());
        out.varint(entry.modifyIndex());
        out.varint(entry.lockIndex());
        out.text(entry.session());
        out.varint(entry.expiresAt());
        out.varint(entry.writtenAt());
        out.text(entry.writtenBy());
    }

    static Entry entry(WireReader in) {
        return new Entry(
                in.raw(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.text().intern(),
                in.varint(),
                in.varint(),
                in.text().intern());
    }

    static void document(WireWriter out, Document document) {
        out.raw(document.content());
        out.varint(document.version());
    }

    static Document document(WireReader in) {
        return new Document(in.raw(), in.varint());
    }

    static void query(WireWriter out, Query query) {
        out.text(query.id());
        out.text(query.name());
        out.bool(query.template());
        out.text(query.session());
        out.raw(query.definition());
        out.varint(query.createIndex());
        out.varint(query.modifyIndex());
    }

    static Query query(WireReader in) {
        return new Query(in.text(), in.text(), in.bool(), in.text(), in.raw(), in.varint(), in.varint());
    }

    static void session(WireWriter out, Session session) {
        out.text(session.id());
        out.text(session.name());
        out.text(session.node());
        out.texts(session.nodeChecks());
        Fields.list(out, session.serviceChecks(), check -> {
            out.text(check.id());
            out.text(check.namespace());
        });
        out.varint(session.lockDelayMillis());
        Fields.constant(out, session.behavior());
        out.text(session.ttl());
        out.varint(session.ttlMillis());
        out.varint(session.createIndex());
        out.varint(session.modifyIndex());
        out.varint(session.renewedAt());
    }

    static Session session(WireReader in) {
        return new Session(
                in.text().intern(),
                in.text(),
                in.text().intern(),
                in.texts(),
                Fields.list(in, () -> new Session.ServiceCheck(in.text(), in.text())),
                in.varint(),
                Fields.constant(in, Session.Behavior.values()),
                in.text(),
                in.varint(),
                in.varint(),
                in.varint(),
                in.varint());
    }

    static void conflict(WireWriter out, Conflict conflict) {
        out.text(conflict.key());
        out.text(conflict.stamp());
        Fields.bytes(out, conflict.value());
        out.varint(conflict.flags());
        out.varint(conflict.basedOn());
        out.varint(conflict.committed());
        out.text(conflict.writer());
        out.varint(conflict.millis());
    }

    static Conflict conflict(WireReader in) {
        return new Conflict(
                in.text(), in.text(), Fields.bytes(in), in.varint(), in.varint(), in.varint(), in.text(), in.varint());
    }

    static void settled(WireWriter out, Conflicts.Settled settled) {
        out.text(settled.stamp());
        out.varint(settled.basedOn());
        out.varint(settled.modifyIndex());
        out.bool(settled.taken());
        out.varint(settled.number());
    }

    static Conflicts.Settled settled(WireReader in) {
        return new Conflicts.Settled(in.text(), in.varint(), in.varint(), in.bool(), in.varint());
    }

    static void client(WireWriter out, Retries.Client client) {
        out.varint(client.id().born());
        out.text(client.id().unique());
        out.varint(client.done());
        out.varint(client.heardAt());
        Fields.list(out, client.kept(), kept -> {
            out.varint(kept.sequence());
            OutcomeCodec.write(out, kept.outcome());
        });
    }

    static Retries.Client client(WireReader in) {
        var id = new ClientId(in.varint(), in.text());
        var done = in.varint();
        var heardAt = in.varint();
        var kept = Fields.list(in, () -> new Retries.Kept(in.varint(), OutcomeCodec.read(in)));
        for (var i = 1; i < kept.size(); i++) {
            if (kept.get(i - 1).sequence() >= kept.get(i).sequence()) {
                throw in.corrupt("outcomes out of order");
            }
        }
        return new Retries.Client(id, done, heardAt, kept);
    }
}
