package engine.queries;

import engine.http.PreparedQuery;
import engine.state.WireReader;
import engine.state.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The binary form of the definitions of prepared queries. Their indexes are not part of it. */
final class QueryCodec {
    private static final int VERSION = 1;

    private QueryCodec() {}

    /** The definition under an id. */
    static ByteString encode(String id, PreparedQuery query) {
        var out = new WireWriter();
        out.u8(VERSION);
        out.text(id);
        out.text(query.name());
        out.text(query.session());
        out.text(query.token());
        out.text(query.template().type());
        out.text(query.template().regexp());
        out.bool(query.template().removeEmptyTags());
        service(out, query.service());
        out.text(query.ttl());
        return ByteString.fromArrayUnsafe(out.toBytes());
    }

    private static void service(WireWriter out, PreparedQuery.Service service) {
        out.text(service.service());
        out.varint(service.failover().nearestN());
        texts(out, service.failover().datacenters());
        var targets = service.failover().targets();
        out.bool(targets != null);
        if (targets != null) {
            out.varint(targets.size());
            targets.forEach(target -> map(out, target));
        }
        out.bool(service.onlyPassing());
        texts(out, service.ignoreCheckIds());
        out.text(service.near());
        texts(out, service.tags());
        map(out, service.nodeMeta());
        map(out, service.serviceMeta());
        out.bool(service.connect());
        out.text(service.elsewhere().namespace());
        out.text(service.elsewhere().partition());
        out.text(service.elsewhere().peer());
        out.text(service.elsewhere().samenessGroup());
    }

    private static void texts(WireWriter out, @Nullable List<String> texts) {
        out.bool(texts != null);
        if (texts != null) {
            out.texts(texts);
        }
    }

    private static void map(WireWriter out, @Nullable Map<String, String> texts) {
        Consumer<String> text = out::text;
        out.bool(texts != null);
        if (texts != null) {
            out.map(texts, text);
        }
    }

    /**
     * What {@link #encode} wrote, with these indexes.
     *
     * @throws IllegalArgumentException with the offset for anything else
     */
    static PreparedQuery decode(ByteString bytes, long createIndex, long modifyIndex) {
        var in = new WireReader(bytes.toArrayUnsafe());
        if (in.u8() != VERSION) {
            throw in.corrupt("a query of a form that this version does not know");
        }
        var query = new PreparedQuery(
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                new PreparedQuery.Template(in.text(), in.text(), in.bool()),
                service(in),
                in.text(),
                createIndex,
                modifyIndex);
        in.end();
        return query;
    }

    private static PreparedQuery.Service service(WireReader in) {
        return new PreparedQuery.Service(
                in.text(),
                new PreparedQuery.Failover(in.int32(), texts(in), targets(in)),
                in.bool(),
                texts(in),
                in.text(),
                texts(in),
                map(in),
                map(in),
                in.bool(),
                new PreparedQuery.Elsewhere(in.text(), in.text(), in.text(), in.text()));
    }

    private static @Nullable List<String> texts(WireReader in) {
        return in.bool() ? in.texts() : null;
    }

    private static @Nullable Map<String, String> map(WireReader in) {
        Supplier<String> text = in::text;
        return in.bool() ? in.map(text) : null;
    }

    private static @Nullable List<Map<String, String>> targets(WireReader in) {
        if (!in.bool()) {
            return null;
        }
        Supplier<String> text = in::text;
        var targets = new ArrayList<Map<String, String>>();
        for (var left = in.count(); left > 0; left--) {
            if (in.bool()) {
                targets.add(in.map(text));
            }
        }
        return List.copyOf(targets);
    }
}
