package engine;

import engine.durable.LogSetup;
import engine.state.Bucket;
import engine.state.LocalTexts;
import java.util.Map;

/**
 * What an agent begins with.
 *
 * @param firstIndex where this node's index goes on from
 * @param buckets the state as it was before a restart, by names of buckets
 * @param registrations what was registered with this agent over HTTP
 */
record Kept(long firstIndex, Map<String, Bucket> buckets, Registrations registrations) {
    private static final String REGISTRATIONS = "registrations";

    static Kept of(long firstIndex, LogSetup setup) {
        return new Kept(
                firstIndex,
                setup.buckets(),
                new Registrations(
                        new LocalTexts(setup.kept(REGISTRATIONS)), bucket -> setup.keep(REGISTRATIONS, bucket)));
    }
}
