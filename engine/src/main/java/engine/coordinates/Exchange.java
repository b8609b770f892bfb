package engine.coordinates;

import engine.http.message.HttpRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Learns from the other servers what nodes have told them. Asked for is what is new since the last time. */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final LinkWay way;
    private final CoordinateTable table;
    private final Map<InetSocketAddress, Known> known = new ConcurrentHashMap<>();

    /** What a server said to be up to; its versions begin anew with its next life. */
    private record Known(String life, long version) {}

    Exchange(LinkWay way, CoordinateTable table) {
        this.way = way;
        this.table = table;
    }

    /** Asks each; never fails. */
    void ask(List<InetSocketAddress> servers) {
        known.keySet().retainAll(servers);
        for (var server : servers) {
            var last = known.getOrDefault(server, new Known("", 0));
            way.json(
                            server,
                            HttpRequest.get(
                                    "/v1/coordinate/changes?life=" + last.life() + "&version=" + last.version()))
                    .whenComplete((answer, failure) -> {
                        if (failure == null) {
                            learn(server, answer);
                        } else {
                            LOG.debug("{} does not tell where nodes are: {}", server, failure.getMessage());
                        }
                    });
        }
    }

    private void learn(InetSocketAddress server, Map<?, ?> answer) {
        if (!(answer.get("Life") instanceof String life
                && life.matches("[0-9a-f-]{1,64}")
                && answer.get("Version") instanceof Number version
                && answer.get("Coordinates") instanceof List<?> told)) {
            return;
        }
        var places = new ArrayList<Place>();
        for (var each : told) {
            if (each instanceof Map<?, ?> object
                    && object.get("Node") instanceof String node
                    && object.get("Segment") instanceof String segment
                    && object.get("Stamp") instanceof Number stamp) {
                CoordinateJson.read(object.get("Coord"))
                        .ifPresent(there -> places.add(new Place(node, segment, there, stamp.longValue(), 0)));
            }
        }
        table.merge(places);
        known.put(server, new Known(life, version.longValue()));
    }
}
