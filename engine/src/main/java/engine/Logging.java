package engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import engine.config.Settings;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Sets the log up in code: a file that logback would have to find and parse costs more than all of it. */
final class Logging {
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg%n";

    private Logging() {}

    /** Can be called again to change the level; what is written where stays as first set. */
    static void configure(Settings.Log log) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (root.getAppender("stdout") == null) {
            root.detachAndStopAllAppenders();
            add(root, new ConsoleAppender<>(), "stdout", log.json());
            log.file().ifPresent(file -> add(root, toFile(file), "file", log.json()));
        }
        var level = Level.toLevel(log.level());
        root.setLevel(Level.WARN.isGreaterOrEqual(level) ? Level.WARN : level);
        context.getLogger("engine").setLevel(level);
        context.getLogger(AuditLog.NAME).setLevel(Level.INFO);
        // A port in use is told by whoever wanted it, in a sentence; Pekko would add a stack trace.
        context.getLogger("org.apache.pekko.io.TcpListener").setLevel(Level.OFF);
        // Connections between servers that break are told by what follows from it, and once.
        context.getLogger("org.apache.pekko.stream.Materializer")
                .setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.ERROR : level);
        // Who comes, goes and is out of reach engine.cluster says itself.
        context.getLogger("org.apache.pekko.cluster.Cluster")
                .setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.ERROR : level);
        if (context.getTurboFilterList().isEmpty()) {
            context.addTurboFilter(new BrokenStreams());
        }
        // The log tells by itself who leads and votes; JRaft calls every message that was lost an error.
        context.getLogger("com.alipay.sofa.jraft").setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.OFF : level);
        // Pekko at info tells of its own inner life, which is of use only to those who ask for more than info.
        context.getLogger("org.apache.pekko").setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.WARN : level);
    }

    private static FileAppender<ILoggingEvent> toFile(Path file) {
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        return appender;
    }

    private static void add(Logger root, OutputStreamAppender<ILoggingEvent> appender, String name, boolean json) {
        var context = root.getLoggerContext();
        appender.setContext(context);
        appender.setName(name);
        appender.setEncoder(encoder(context, json));
        appender.start();
        root.addAppender(appender);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json) {
        if (json) {
            var encoder = new JsonEncoder();
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
