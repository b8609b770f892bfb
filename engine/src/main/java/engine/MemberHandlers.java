package engine;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import engine.config.EventHandler;
import engine.config.Settings;
import engine.text.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The actor that runs Serf's handlers of member events, one after another: it waits for other agents and other metadata by blocking
 * queries. Without such handlers it asks nothing. What there was when it began is no news.
 */
final class MemberHandlers {

    sealed interface Command {}

    /** The configuration says this. */
    record Configure(Settings settings) implements Command {}

    /** Another server answers from now on. */
    enum Attached implements Command {
        INSTANCE
    }

    private record Answered(long generation, Topic topic, Optional<OwnApi.Reply> reply) implements Command {}

    private record Ask(Topic topic) implements Command {}

    private enum Settled implements Command {
        INSTANCE
    }

    private record Ended(String failure) implements Command {}

    /** What is asked for. */
    private enum Topic {
        /** Which agents are there, and alive. */
        HEALTH("/v1/health/state/any?filter="
                + URLEncoder.encode("CheckID == \"serfHealth\"", StandardCharsets.UTF_8)
                        .replace("+", "%20")),
        /** Addresses and metadata. */
        NODES("/v1/catalog/nodes");

        private final String path;

        Topic(String path) {
            this.path = path;
        }
    }

    /**
     * The ports of the actor.
     *
     * @param query answers a path when there is news after an index
     * @param scripts runs a handler with an environment and an input; completes with why it failed, empty when it did not
     * @param settling how long it takes after a start until it is seen who was there before
     */
    record Ports(Query query, Scripts scripts, Duration settling) {
        interface Query {
            CompletionStage<OwnApi.Reply> after(String path, long index);
        }

        interface Scripts {
            CompletionStage<String> run(EventHandler handler, Map<String, String> environment, String input);
        }
    }

    private record Run(EventHandler handler, Map<String, String> environment, String input) {}

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** Runs that may wait; the oldest is dropped for another. */
    private static final int MOST_WAITING = 1_000;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Ports ports;
    private final Map<Topic, OwnApi.Reply> seen = new LinkedHashMap<>();
    private final Deque<Run> waiting = new ArrayDeque<>();
    private List<EventHandler> handlers = List.of();
    private Map<String, String> own = Map.of();
    private Optional<SerfMembers> known = Optional.empty();
    private boolean settled;
    private boolean running;
    private long generation;

    private MemberHandlers(ActorContext<Command> context, TimerScheduler<Command> timers, Ports ports) {
        this.context = context;
        this.timers = timers;
        this.ports = ports;
        timers.startSingleTimer(Settled.INSTANCE, ports.settling());
    }

    static Behavior<Command> create(Ports ports) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new MemberHandlers(context, timers, ports).behavior()));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Configure(var settings) -> configure(settings);
                case Attached _ -> anew();
                case Ask(var topic) -> ask(topic);
                case Answered(var asked, var topic, var reply) -> {
                    if (asked == generation) {
                        answered(topic, reply);
                    }
                }
                case Settled _ -> settled = true;
                case Ended(var failure) -> {
                    running = false;
                    if (!failure.isEmpty()) {
                        context.getLog().warn("an event handler failed: {}", failure);
                    }
                    next();
                }
            }
            return Behaviors.same();
        });
    }

    private void configure(Settings settings) {
        own = SerfHandlers.variables(settings.node());
        var wanted = settings.eventHandlers().stream()
                .filter(handler -> handler.event().equals(EventHandler.ALL)
                        || handler.event().startsWith("member-"))
                .toList();
        var begins = handlers.isEmpty() && !wanted.isEmpty();
        handlers = wanted;
        if (begins) {
            for (var topic : Topic.values()) {
                ask(topic);
            }
        } else if (wanted.isEmpty()) {
            generation++;
            seen.clear();
            known = Optional.empty();
            for (var topic : Topic.values()) {
                timers.cancel(new Ask(topic));
            }
        }
    }

    /** The indexes are those of one server. */
    private void anew() {
        if (!handlers.isEmpty()) {
            generation++;
            for (var topic : Topic.values()) {
                seen.computeIfPresent(topic, (_, reply) -> new OwnApi.Reply(0, reply.body()));
                timers.cancel(new Ask(topic));
                ask(topic);
            }
        }
    }

    private void ask(Topic topic) {
        var asked = generation;
        var index =
                Optional.ofNullable(seen.get(topic)).map(OwnApi.Reply::index).orElse(0L);
        context.pipeToSelf(
                ports.query().after(topic.path, index),
                (reply, failure) ->
                        new Answered(asked, topic, failure == null ? Optional.ofNullable(reply) : Optional.empty()));
    }

    private void answered(Topic topic, Optional<OwnApi.Reply> reply) {
        var before = Optional.ofNullable(seen.get(topic));
        if (reply.isPresent()
                && reply.get().index() != before.map(OwnApi.Reply::index).orElse(0L)) {
            seen.put(topic, reply.get());
            look();
            ask(topic);
            return;
        }
        if (reply.isEmpty()) {
            before.ifPresent(kept -> seen.put(topic, new OwnApi.Reply(0, kept.body())));
        }
        timers.startSingleTimer(new Ask(topic), new Ask(topic), PAUSE);
    }

    private void look() {
        if (seen.size() < Topic.values().length) {
            return;
        }
        var now = members(body(Topic.HEALTH), body(Topic.NODES));
        if (settled) {
            known.ifPresent(before -> now.since(before).forEach(this::happened));
        }
        known = Optional.of(now);
    }

    private String body(Topic topic) {
        return Optional.ofNullable(seen.get(topic)).map(OwnApi.Reply::body).orElse("[]");
    }

    /** Those that both tell of. */
    static SerfMembers members(String checks, String nodes) {
        var alive = parsed(checks).stream()
                .collect(Collectors.toMap(
                        check -> check.getString("Node"),
                        check -> check.getString("Status").equals("passing"),
                        (first, _) -> first));
        var members = new TreeMap<String, SerfMembers.Member>();
        for (var node : parsed(nodes)) {
            var name = node.getString("Node");
            var health = alive.get(name);
            if (health != null) {
                members.put(name, new SerfMembers.Member(name, node.getString("Address"), tags(node), health));
            }
        }
        return new SerfMembers(members);
    }

    private static List<? extends Config> parsed(String json) {
        return ConfigFactory.parseString(
                        "{\"All\":" + json + "}", ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))
                .getConfigList("All");
    }

    /** Those that Consul adds are no tags of Serf. */
    private static Map<String, String> tags(Config node) {
        return node.hasPath("Meta")
                ? node.getObject("Meta").unwrapped().entrySet().stream()
                        .filter(tag -> !tag.getKey().startsWith("consul-"))
                        .collect(Collectors.toMap(Map.Entry::getKey, tag -> String.valueOf(tag.getValue())))
                : Map.of();
    }

    private void happened(String event, String lines) {
        for (var handler : handlers) {
            if (handler.handles(event)) {
                var environment = new LinkedHashMap<>(own);
                environment.put("SERF_EVENT", event);
                if (waiting.size() >= MOST_WAITING) {
                    waiting.remove();
                    context.getLog().warn("{} runs of event handlers wait: the oldest is dropped", MOST_WAITING);
                }
                waiting.add(new Run(handler, environment, lines));
            }
        }
        next();
    }

    private void next() {
        var run = running ? null : waiting.poll();
        if (run != null) {
            running = true;
            context.pipeToSelf(
                    ports.scripts().run(run.handler(), run.environment(), run.input()),
                    (why, failure) -> new Ended(failure == null ? String.valueOf(why) : Reason.of(failure)));
        }
    }
}
