package engine.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Hands what is logged to those who follow it, each from a level of its own, also one below that of the log: then more is made while
 * it is followed, and what is below the log's own level goes to those who follow alone.
 */
public final class Monitors {
    /** Who may follow at once. */
    public static final int MOST = 8;

    private static final Monitors OF_PROCESS = new Monitors((LoggerContext) LoggerFactory.getILoggerFactory());
    private static final String AGENT = "engine";

    private final LoggerContext context;
    private final List<Following> all = new CopyOnWriteArrayList<>();
    private volatile Level own = Level.INFO;

    private Monitors(LoggerContext context) {
        this.context = context;
    }

    /** From now on it hears of all that is logged. */
    void begin() {
        var appender = new AppenderBase<ILoggingEvent>() {
            @Override
            protected void append(ILoggingEvent event) {
                all.forEach(each -> each.take(event));
            }
        };
        appender.setContext(context);
        appender.setName("monitors");
        appender.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    /** Those of this process. */
    public static Monitors ofProcess() {
        return OF_PROCESS;
    }

    private record Following(Level level, Encoder<ILoggingEvent> encoder, Consumer<String> lines, Runnable end) {
        void take(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(level)) {
                lines.accept(new String(encoder.encode(event), StandardCharsets.UTF_8));
            }
        }
    }

    /**
     * Follows the log until what is returned is run; empty when {@link #MOST} do already.
     *
     * @param level a word such as {@code debug}; {@link IllegalArgumentException} with a sentence for one that is none
     * @param lines told each message with its line end, on the thread that logs: must not block, nor log
     * @param end run when the agent ends
     */
    public synchronized Optional<Runnable> follow(String level, boolean json, Consumer<String> lines, Runnable end) {
        var from = Logging.level(level).orElseThrow(() -> new IllegalArgumentException("Unknown log level: " + level));
        if (isFull()) {
            return Optional.empty();
        }
        var following = new Following(from, Logging.encoder(context, json), lines, end);
        all.add(following);
        adjust();
        return Optional.of(() -> leave(following));
    }

    /** Whether {@link #MOST} follow. */
    public boolean isFull() {
        return all.size() >= MOST;
    }

    private synchronized void leave(Following following) {
        all.remove(following);
        adjust();
    }

    /** The agent ends. */
    public void close() {
        all.forEach(each -> each.end().run());
    }

    /** The log's own level, as it is configured. */
    synchronized void own(Level level) {
        own = level;
        adjust();
    }

    /** Whether a message is one of the log itself, not made for those who follow alone. */
    boolean isOwn(ILoggingEvent event) {
        return all.isEmpty()
                || event.getLevel().isGreaterOrEqual(own)
                || !event.getLoggerName().startsWith(AGENT)
                || Levels.ofProcess().covers(event.getLoggerName());
    }

    private void adjust() {
        var lowest = own;
        for (var each : all) {
            lowest = lowest.isGreaterOrEqual(each.level()) ? each.level() : lowest;
        }
        Logger agent = context.getLogger(AGENT);
        agent.setLevel(lowest);
    }
}
