package engine.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import engine.config.ConfigException;
import engine.config.Settings;
import engine.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Sets the log up in code: a file that logback would have to find and parse costs more than all of it. */
public final class Logging {
    /** The logger of who asked what of nodes: it is never quieter than info. */
    public static final String AUDIT = "audit";

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    private Logging() {}

    /** Can be called again to change the level; what is written where stays as first set. */
    public static void configure(Settings.Log log) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender("stdout") == null) {
            root.detachAndStopAllAppenders();
            add(root, new ConsoleAppender<>(), "stdout", log.json());
            log.file().ifPresent(file -> add(root, toFile(file, log), "file", log.json()));
            Monitors.ofProcess().begin();
        }
        var level = Level.toLevel(log.level());
        root.setLevel(Level.WARN.isGreaterOrEqual(level) ? Level.WARN : level);
        Monitors.ofProcess().own(level);
        context.getLogger(AUDIT).setLevel(Level.INFO);
        // A port in use is told by whoever wanted it, in a sentence; Pekko would add a stack trace.
        context.getLogger("org.apache.pekko.io.TcpListener").setLevel(Level.OFF);
        // Connections between servers that break are told by what follows from it, and once.
        context.getLogger("org.apache.pekko.stream.Materializer")
                .setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.ERROR : level);
        // Who comes, goes and is out of reach engine.cluster says itself.
        quiet(context, "org.apache.pekko.cluster.Cluster", level, Level.ERROR);
        // The log tells by itself who leads and votes; JRaft calls every message that was lost an error.
        quiet(context, "com.alipay.sofa.jraft", level, Level.OFF);
        // Pekko at info tells of its own inner life, which is of use only to those who ask for more than info.
        quiet(context, "org.apache.pekko", level, Level.WARN);
        // Levels of parts that somebody set hold on.
        Levels.ofProcess().apply();
    }

    private static void quiet(LoggerContext context, String name, Level level, Level otherwise) {
        context.getLogger(name).setLevel(level.isGreaterOrEqual(Level.INFO) ? otherwise : level);
    }

    /** The level that a word stands for; empty for any other word. */
    static Optional<Level> level(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "trace" -> Optional.of(Level.TRACE);
            case "debug" -> Optional.of(Level.DEBUG);
            case "info" -> Optional.of(Level.INFO);
            case "warn" -> Optional.of(Level.WARN);
            case "err", "error" -> Optional.of(Level.ERROR);
            default -> Optional.empty();
        };
    }

    static String text(Level level) {
        return level.toString().toLowerCase(Locale.ROOT);
    }

    /** @throws ConfigException with a sentence when the file cannot be written */
    private static OutputStreamAppender<ILoggingEvent> toFile(Path file, Settings.Log log) {
        var rotating = new RotatingFile(
                file,
                new RotatingFile.Rotation(log.rotateBytes(), log.rotateDuration(), log.rotateMaxFiles()),
                InstantSource.system());
        try {
            rotating.open();
        } catch (IOException e) {
            throw new ConfigException(
                    "log-file " + file + " cannot be written: " + e.getClass().getSimpleName());
        }
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setOutputStream(rotating);
        return appender;
    }

    private static void add(Logger root, OutputStreamAppender<ILoggingEvent> appender, String name, boolean json) {
        var context = root.getLoggerContext();
        appender.setContext(context);
        appender.setName(name);
        appender.setEncoder(encoder(context, json));
        appender.addFilter(new OwnLevel(name.equals("stdout")));
        appender.start();
        root.addAppender(appender);
    }

    /** Lets through what the log itself has, not what is made for those who follow it. */
    private static final class OwnLevel extends Filter<ILoggingEvent> {
        private final boolean counts;

        OwnLevel(boolean counts) {
            this.counts = counts;
        }

        @Override
        public FilterReply decide(ILoggingEvent event) {
            if (!Monitors.ofProcess().isOwn(event)) {
                return FilterReply.DENY;
            }
            if (counts && event.getLevel().isGreaterOrEqual(Level.INFO)) {
                Metrics.LOG_LINES.with(text(event.getLevel())).increment();
            }
            return FilterReply.NEUTRAL;
        }
    }

    static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (json) {
            var encoder = new JsonLine();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        return encoder;
    }
}
