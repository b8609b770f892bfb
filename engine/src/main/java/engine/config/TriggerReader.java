package engine.config;

import engine.events.Debounce;
import engine.events.QueuePolicy;
import engine.events.Retry;
import engine.events.Trigger;
import engine.events.Trigger.OnCrash;
import engine.events.Trigger.Once;
import engine.events.Trigger.Where;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads definitions of triggers. */
final class TriggerReader {

    private static final Set<String> KEYS = Set.of(
            "name",
            "on",
            "where",
            "run",
            "user",
            "directory",
            "environment",
            "nice",
            "call",
            "put",
            "fire",
            "timeout",
            "queue",
            "quiet",
            "period",
            "retry",
            "on-crash",
            "once");
    private static final Pattern PARALLEL = Pattern.compile("parallel (\\d{1,4})");
    private static final int MOST_AT_ONCE = 1_000;
    private static final int MOST_ATTEMPTS = 100;
    private static final Duration LONGEST = Duration.ofHours(24);
    /** The longest wait for quiet, where none is given: so many times that of quiet. */
    private static final int PERIODS = 10;

    private final Duration timeout;

    TriggerReader(Duration timeout) {
        this.timeout = timeout;
    }

    Trigger read(Fields fields) {
        fields.only(KEYS, Set.of("retries"));
        var name = fields.text("name");
        if (name.isBlank()) {
            throw fields.wrong("a trigger needs a name: trigger.deploy { ... }");
        }
        if (name.startsWith(Trigger.RESERVED)) {
            throw fields.wrong("names that begin with " + Trigger.RESERVED + " are reserved");
        }
        if (fields.has("retries") && !fields.text("retries").equals("0")) {
            throw fields.wrong("retries", "to repeat a failed run write retry { attempts = 3 }; retries takes 0");
        }
        var source = SourceReader.read(fields, name);
        var action = new ActionReader(fields, name);
        var does = action.read();
        if (Loops.leadsToItself(source, does)) {
            throw fields.wrong("put", "trigger '" + name + "' writes what it waits for: it would run for ever");
        }
        return new Trigger(
                name,
                source,
                fields.block("where").map(TriggerReader::where).orElse(Where.ANYWHERE),
                does,
                action.timeout()
                        .or(() -> fields.duration("timeout").filter(Duration::isPositive))
                        .orElse(timeout),
                queue(fields),
                debounce(fields),
                fields.block("retry").map(TriggerReader::retry).orElse(Retry.NONE),
                onCrash(fields),
                once(fields));
    }

    private static QueuePolicy queue(Fields fields) {
        var text = fields.text("queue");
        return switch (text) {
            case "", "serial" -> new QueuePolicy.Serial();
            case "latest" -> new QueuePolicy.Latest();
            case "skip-while-running" -> new QueuePolicy.SkipWhileRunning();
            default -> {
                var parallel = PARALLEL.matcher(text);
                var atOnce = parallel.matches() ? Integer.parseInt(parallel.group(1)) : 0;
                if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
                    throw fields.wrong(
                            "queue",
                            "queue is serial, latest, skip-while-running or parallel with a number from 1 to "
                                    + MOST_AT_ONCE + ", such as queue = parallel 4");
                }
                yield new QueuePolicy.Parallel(atOnce);
            }
        };
    }

    private static Optional<Debounce> debounce(Fields fields) {
        var quiet = length(fields, "quiet");
        var period = length(fields, "period");
        if (quiet.isEmpty() && period.isPresent()) {
            throw fields.wrong("period", "period is the longest wait for quiet: write quiet = 2s beside it");
        }
        return quiet.map(wait -> {
            var longest = period.orElse(wait.multipliedBy(PERIODS));
            if (longest.compareTo(wait) < 0) {
                throw fields.wrong("period", "period must not be shorter than quiet");
            }
            return new Debounce(wait, longest);
        });
    }

    private static Retry retry(Fields fields) {
        fields.only("attempts", "backoff", "max-backoff");
        var attempts = fields.number("attempts", 0);
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw fields.wrong(
                    "attempts", "retry needs attempts, 1 to %d: retry { attempts = 3 }".formatted(MOST_ATTEMPTS));
        }
        var backoff = length(fields, "backoff").orElse(Retry.NONE.backoff());
        var longest = length(fields, "max-backoff")
                .orElse(backoff.compareTo(Retry.NONE.maxBackoff()) > 0 ? backoff : Retry.NONE.maxBackoff());
        if (longest.compareTo(backoff) < 0) {
            throw fields.wrong("max-backoff", "max-backoff must not be shorter than backoff");
        }
        return new Retry(attempts, backoff, longest);
    }

    private static Optional<Duration> length(Fields fields, String key) {
        var length = fields.duration(key);
        length.ifPresent(given -> {
            if (!given.isPositive() || given.compareTo(LONGEST) > 0) {
                throw fields.wrong(key, key + " must be more than 0s and at most 24h");
            }
        });
        return length;
    }

    private static OnCrash onCrash(Fields fields) {
        return switch (fields.text("on-crash")) {
            case "", "report" -> OnCrash.REPORT;
            case "rerun" -> OnCrash.RERUN;
            default -> throw fields.wrong("on-crash", "on-crash is report or rerun");
        };
    }

    private static Once once(Fields fields) {
        return switch (fields.text("once")) {
            case "", "node" -> Once.PER_NODE;
            case "cluster" -> Once.CLUSTER;
            default -> throw fields.wrong("once", "once is node or cluster");
        };
    }

    private static Where where(Fields fields) {
        fields.only("service", "tag", "node", "meta");
        var service = fields.text("service");
        var tag = fields.text("tag");
        var node = fields.text("node");
        if (!tag.isEmpty() && service.isEmpty()) {
            throw fields.wrong("tag", "where.tag needs where.service beside it");
        }
        var meta = Objects.requireNonNullElse(fields.textMap("meta"), Map.<String, String>of());
        return new Where(service, tag, node, meta);
    }
}
