package engine.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/** Keeps Pekko's error about a stream that was broken off out of the log: whoever broke it off says why, in a sentence. */
final class BrokenStreams extends TurboFilter {
    private static final String LOGGER = "org.apache.pekko.actor.ActorSystemImpl";

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable failure) {
        return format != null
                        && format.startsWith("Websocket handler failed")
                        && logger.getName().equals(LOGGER)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
