package engine.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToDoubleFunction;

/** Coordinates on a line: the first number of the vector says where. */
final class FakeCoordinates implements Coordinates {
    private final Fakes state;
    private final Map<String, Placed> places = new ConcurrentSkipListMap<>();

    FakeCoordinates(Fakes state) {
        this.state = state;
        clear();
    }

    void clear() {
        places.clear();
        places.put("node1\0", new Placed("node1", "", Position.ORIGIN));
    }

    void place(String node, double at) {
        var vector = new ArrayList<>(Collections.nCopies(8, 0.0));
        vector.set(0, at);
        tell(node, "", new Position(vector, 0.5, 0, 0.00001));
    }

    @Override
    public Indexed<List<Placed>> all() {
        return new Indexed<>(state.indexOf(new Topic.Coordinates()), List.copyOf(places.values()));
    }

    @Override
    public List<Placed> servers() {
        return List.of(new Placed("node1", "", Position.ORIGIN));
    }

    private Optional<Double> at(String node) {
        return Optional.ofNullable(places.get(node + "\0"))
                .map(placed -> placed.position().vector().getFirst());
    }

    @Override
    public Optional<ToDoubleFunction<String>> from(String node) {
        return at(node).map(
                        from -> name -> at(name).map(to -> Math.abs(to - from)).orElse(Double.POSITIVE_INFINITY));
    }

    @Override
    public void tell(String node, String segment, Position position) {
        if (position.vector().size() != 8) {
            throw new Refusal(400, "incompatible coordinate");
        }
        places.put(node + '\0' + segment, new Placed(node, segment, position));
        state.change(new Topic.Coordinates());
    }

    @Override
    public Probed probed(String node, Position position) {
        tell(node, "", position);
        return new Probed("node1", Position.ORIGIN, Duration.ofSeconds(15));
    }

    @Override
    public News since(String life, long version) {
        return new News("a", version + 1, List.of(new Told(servers().getFirst(), 77)));
    }
}
