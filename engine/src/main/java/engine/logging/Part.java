package engine.logging;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A part of the agent whose log has a level of its own. */
enum Part {
    CHECKS("engine.checks engine.external engine.process"),
    CLUSTER("engine.cluster org.apache.pekko.cluster"),
    CONFIG("engine.config"),
    DISK("engine.durable engine.segments engine.snapshot"),
    DNS("engine.dns"),
    EVENTS("engine.events engine.sources"),
    HTTP("engine.http"),
    KV("engine.kv engine.proposal"),
    LINK("engine.link"),
    PEKKO("org.apache.pekko"),
    RAFT("engine.raft com.alipay.sofa.jraft"),
    STATE("engine.state");

    private final String loggers;

    /** @param loggers names, with spaces between */
    Part(String loggers) {
        this.loggers = loggers;
    }

    /** Names of the loggers above all of its own. */
    List<String> loggers() {
        return List.of(loggers.split(" "));
    }

    /** The word for it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Part> of(String text) {
        return Arrays.stream(values()).filter(part -> part.text().equals(text)).findFirst();
    }

    /** All words, for sentences. */
    static String all() {
        return Arrays.stream(values()).map(Part::text).collect(Collectors.joining(", "));
    }
}
