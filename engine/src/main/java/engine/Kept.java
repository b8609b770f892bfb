package engine;

import engine.durable.LogSetup;
import engine.state.Bucket;
import engine.state.LocalTexts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What an agent begins with.
 *
 * @param firstIndex where this node's index goes on from
 * @param buckets the state as it was before a restart
 * @param registrations what was registered with this agent over HTTP
 */
record Kept(long firstIndex, Collection<Bucket> buckets, Registrations registrations) {
    private static final String REGISTRATIONS = "registrations";

    static Kept of(long firstIndex, Optional<LogSetup> log) {
        return log.map(setup -> new Kept(
                        firstIndex,
                        setup.buckets(),
                        new Registrations(
                                new LocalTexts(setup.kept(REGISTRATIONS)),
                                bucket -> setup.keep(REGISTRATIONS, bucket))))
                .orElseGet(() -> new Kept(firstIndex, List.of(), new Registrations(LocalTexts.NONE, _ -> {})));
    }
}
