package engine.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/coordinate}: where the nodes are in the network. */
final class CoordinateRoutes {
    private static final Set<String> MEMBERS = Set.of("node", "segment", "partition", "coord");
    private static final Set<String> COORD = Set.of("vec", "error", "adjustment", "height");

    private final Coordinates coordinates;
    private final Catalog catalog;
    private final Reads reads;
    private final HttpSettings settings;

    CoordinateRoutes(Coordinates coordinates, Catalog catalog, Reads reads, HttpSettings settings) {
        this.coordinates = coordinates;
        this.catalog = catalog;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get("/v1/coordinate/datacenters", this::datacenters)
                .get("/v1/coordinate/nodes", this::nodes)
                .get("/v1/coordinate/node/", this::node)
                .put("/v1/coordinate/update", this::update)
                .put("/v1/coordinate/probe", this::probe)
                .get("/v1/coordinate/changes", this::changes);
    }

    private CompletionStage<Answer> datacenters(Call call) {
        var datacenter = catalog.datacenters().getFirst();
        var servers = coordinates.servers();
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartArray();
            out.writeStartObject();
            out.writeStringProperty("Datacenter", datacenter);
            out.writeStringProperty("AreaID", "wan");
            out.writeName("Coordinates");
            Json.array(out, servers, CoordinateRoutes::placed);
            out.writeEndObject();
            out.writeEndArray();
        }));
    }

    private CompletionStage<Answer> nodes(Call call) {
        var query = call.query();
        var pretty = call.pretty();
        var segment = query.first("segment");
        var anySegment = !query.has("segment");
        return reads.answer(
                call,
                new Topic.Coordinates(),
                () -> HealthRoutes.select(
                        coordinates.all(),
                        placed -> anySegment || placed.segment().equals(segment)),
                found -> Answer.json(pretty, out -> Json.array(out, found, CoordinateRoutes::placed)));
    }

    private CompletionStage<Answer> node(Call call) {
        var name = call.rest();
        var pretty = call.pretty();
        var segment = call.query().first("segment");
        return reads.answer(
                        call,
                        new Topic.Coordinates(),
                        () -> HealthRoutes.select(
                                coordinates.all(),
                                placed -> placed.node().equalsIgnoreCase(name)
                                        && placed.segment().equals(segment)),
                        found -> found.isEmpty()
                                ? Answer.empty(404)
                                : Answer.json(pretty, out -> Json.array(out, found, CoordinateRoutes::placed)))
                .thenApply(answer -> answer.status() == 404 ? Answer.empty(404) : answer);
    }

    private CompletionStage<Answer> update(Call call) {
        reads.requireDatacenter(call);
        return call.json(settings).thenApply(body -> {
            only(MEMBERS, body);
            var members = new Members(body, RequestJson.DECODE_FAILED, "");
            var position = position(members);
            var node = members.text("Node");
            if (node.isEmpty()) {
                throw new Refusal(400, "Node is missing: the name of the node that is there.");
            }
            coordinates.tell(node, members.text("Segment"), position);
            return Answer.DONE;
        });
    }

    /** By agents, which say who they are; it is what they measure, so it does little. */
    private CompletionStage<Answer> probe(Call call) {
        var node = call.context().agent();
        if (node.isEmpty()) {
            throw new Refusal(400, "This is for agents, over their own port: see /v1/coordinate/update.");
        }
        return call.json(settings).thenApply(body -> {
            var probed = coordinates.probed(node, position(new Members(body, RequestJson.DECODE_FAILED, "")));
            return Answer.json(false, out -> {
                out.writeStartObject();
                out.writeStringProperty("Node", probed.node());
                out.writeNumberProperty("PauseMs", probed.pause().toMillis());
                out.writeName("Coord");
                probed.position().write(out);
                out.writeEndObject();
            });
        });
    }

    private CompletionStage<Answer> changes(Call call) {
        var known = call.query().first("version");
        var version = known.isEmpty() ? 0 : Numbers.unsigned(known).orElse(-1L);
        if (version < 0) {
            throw new Refusal(400, "version is a whole number from 0");
        }
        var news = coordinates.since(call.query().first("life"), version);
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeStringProperty("Life", news.life());
            out.writeNumberProperty("Version", news.version());
            out.writeName("Coordinates");
            Json.array(out, news.told(), (o, told) -> {
                o.writeStartObject();
                members(o, told.placed());
                o.writeNumberProperty("Stamp", told.stamp());
                o.writeEndObject();
            });
            out.writeEndObject();
        }));
    }

    static void placed(JsonGenerator out, Coordinates.Placed placed) {
        out.writeStartObject();
        members(out, placed);
        out.writeEndObject();
    }

    private static void members(JsonGenerator out, Coordinates.Placed placed) {
        out.writeStringProperty("Node", placed.node());
        out.writeStringProperty("Segment", placed.segment());
        out.writeName("Coord");
        placed.position().write(out);
    }

    private static Position position(Members body) {
        var coord = body.object("Coord")
                .orElseThrow(
                        () -> RequestJson.refusal(RequestJson.DECODE_FAILED, "Coord is missing: a network coordinate"));
        only(COORD, coord.values());
        if (!(coord.value("Vec") instanceof List<?> vector)) {
            throw RequestJson.refusal(RequestJson.DECODE_FAILED, "Coord.Vec must be a list of numbers");
        }
        return new Position(
                vector.stream().map(each -> number(each, "Vec")).toList(),
                number(coord.value("Error"), "Error"),
                number(coord.value("Adjustment"), "Adjustment"),
                number(coord.value("Height"), "Height"));
    }

    private static double number(@Nullable Object value, String name) {
        var number = switch (value) {
            case null -> 0;
            case Number said -> said.doubleValue();
            case Object _ -> Double.NaN;
        };
        if (!Double.isFinite(number)) {
            throw RequestJson.refusal(
                    RequestJson.DECODE_FAILED, "Coord." + name + " must be a number that a float64 can hold");
        }
        return number;
    }

    /** What is misspelt would be lost. */
    private static void only(Set<String> known, Map<String, ?> object) {
        for (var name : object.keySet()) {
            if (!known.contains(name.toLowerCase(Locale.ROOT))) {
                throw RequestJson.refusal(RequestJson.DECODE_FAILED, "json: unknown field \"" + name + '"');
            }
        }
    }
}
