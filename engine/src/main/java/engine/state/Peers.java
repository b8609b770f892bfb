package engine.state;

import java.util.List;

/** The other servers, as the store needs them. */
@FunctionalInterface
public interface Peers {

    /** No other servers: this one alone is all. */
    Peers NONE = _ -> {};

    /** Sends what was written here to every server that is reachable, at once; who misses it is told by the repair. */
    void push(List<Change> changes);
}
