package engine.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The port to the network coordinates of the nodes. */
public interface Coordinates {
    /** Where nothing is measured. */
    Coordinates NONE = new Coordinates() {
        @Override
        public Indexed<List<Placed>> all() {
            return new Indexed<>(1, List.of());
        }

        @Override
        public List<Placed> servers() {
            return List.of();
        }

        @Override
        public Optional<ToDoubleFunction<String>> from(String node) {
            return Optional.empty();
        }

        @Override
        public void tell(String node, String segment, Position position) {
            throw new Refusal(501, "Network coordinates are not in this version.");
        }

        @Override
        public Probed probed(String node, Position position) {
            throw new Refusal(501, "Network coordinates are not in this version.");
        }

        @Override
        public News since(String life, long version) {
            throw new Refusal(501, "Network coordinates are not in this version.");
        }
    };

    /** All registered nodes of which it is known, by {@link Topic.Coordinates}, in order of their names. */
    Indexed<List<Placed>> all();

    /** The servers, each where it is. */
    List<Placed> servers();

    /**
     * How far nodes are from one of them, in seconds of a round trip.
     *
     * @return of a node's name, infinite where it is not known; empty where nothing is known of the node itself
     */
    Optional<ToDoubleFunction<String>> from(String node);

    /** A node is there from now on; nothing happens for one that is not registered. Throws {@link Refusal} for what is no place. */
    void tell(String node, String segment, Position position);

    /** An agent measures the way to this server, and says where it is itself. */
    Probed probed(String node, Position position);

    /** What is new for another server that knows what this one had at a version, within one life of it. */
    News since(String life, long version);

    /** A node, and where it is. */
    record Placed(String node, String segment, Position position) {}

    /**
     * What a measured server says.
     *
     * @param node its name
     * @param position where it is
     * @param pause for so long it is not to be measured again
     */
    record Probed(String node, Position position, Duration pause) {}

    /** What a server has learned up to a version. */
    record News(String life, long version, List<Told> told) {}

    /**
     * Where a node is.
     *
     * @param stamp when that was told; of two the later counts
     */
    record Told(Placed placed, long stamp) {}
}
