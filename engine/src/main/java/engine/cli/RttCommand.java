package engine.cli;

import engine.coordinates.Coordinate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Estimates the round trip between two nodes from their network coordinates, in the words of Consul. */
final class RttCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("rtt", "Estimates the round trip between two nodes; without a second one, to the agent's own.")
                .operands("NODE [NODE]", 2)
                .with(Option.flag("wan", "Between servers, each named NAME.DATACENTER."), Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("rtt web1 web2", "rtt web1", "rtt -wan s1.dc1 s2.dc1");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        if (arguments.operands().isEmpty() || arguments.operands().contains("")) {
            throw Failure.usage("one or two node names must be specified: `engine rtt NODE [NODE]`.");
        }
        var api = Api.of(arguments, shell);
        var wan = arguments.has("wan");
        var names = new ArrayList<>(arguments.operands());
        if (names.size() == 1) {
            names.add(self(api, wan));
        }
        var places = wan ? servers(api) : Fields.list(api.get(Target.of("/v1/coordinate/nodes")));
        var millis = coordinate(places, names.getFirst()).distanceTo(coordinate(places, names.getLast())) * 1000;
        var text = String.format(Locale.ROOT, "%.3f", millis);
        shell.line(
                format == Format.JSON
                        ? "{\"From\": " + JsonText.compact(names.getFirst()) + ", \"To\": "
                                + JsonText.compact(names.getLast()) + ", \"Milliseconds\": " + text + "}"
                        : Table.safe("Estimated " + names.getFirst() + " <-> " + names.getLast() + " rtt: " + text
                                + " ms (using " + (wan ? "WAN" : "LAN") + " coordinates)"));
        return 0;
    }

    private static String self(Api api, boolean wan) {
        var config = Fields.of(api.get(Target.of("/v1/agent/self"))).object("Config");
        return wan ? config.text("NodeName") + "." + config.text("Datacenter") : config.text("NodeName");
    }

    /** The servers, under their names with that of their datacenter. */
    private static List<Fields> servers(Api api) {
        var servers = new ArrayList<Fields>();
        for (var datacenter : Fields.list(api.get(Target.of("/v1/coordinate/datacenters")))) {
            for (var server : datacenter.objects("Coordinates")) {
                var named = new HashMap<Object, Object>(server.map());
                named.put("Node", server.text("Node") + "." + datacenter.text("Datacenter"));
                servers.add(new Fields(named));
            }
        }
        return servers;
    }

    private static Coordinate coordinate(List<Fields> places, String name) {
        return places.stream()
                .filter(place -> place.text("Node").equalsIgnoreCase(name)
                        && place.text("Segment").isEmpty())
                .findFirst()
                .flatMap(place -> coordinate(place.object("Coord")))
                .orElseThrow(() -> new Failure("could not find a coordinate for node \"" + Table.safe(name) + "\"."));
    }

    private static Optional<Coordinate> coordinate(Fields said) {
        var vector = new ArrayList<Double>();
        if (said.map().get("Vec") instanceof List<?> list) {
            list.forEach(each -> vector.add(number(each)));
        }
        try {
            return Optional.of(Coordinate.of(
                    vector,
                    number(said.map().get("Error")),
                    number(said.map().get("Adjustment")),
                    number(said.map().get("Height"))));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
