package engine;

import engine.config.Settings;
import engine.http.Member;
import engine.metrics.Exposition;
import engine.metrics.Metrics;
import engine.naming.Contact;
import engine.state.Published;
import engine.telemetry.Telemetry;
import engine.telemetry.statsd.Statsd;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/** Gives the metrics what they read of an agent. */
final class AgentTelemetry {
    private static final Map<Integer, String> STATUSES = Map.of(1, "alive", 3, "left", 4, "failed");

    private AgentTelemetry() {}

    static void server(
            ActorSystem<?> system,
            Settings settings,
            Parts parts,
            Published published,
            KvLog log,
            Members members,
            IntSupplier attached,
            Contact contact) {
        begin(system, settings, parts, published, contact);
        Telemetry.beginServer(
                settings.node().datacenter(),
                published,
                () -> log(log, members.leader()),
                () -> count(members.all()),
                attached);
    }

    static void client(
            ActorSystem<?> system,
            Settings settings,
            Parts parts,
            Published published,
            BooleanSupplier attached,
            Contact contact) {
        begin(system, settings, parts, published, contact);
        Telemetry.beginClient(attached);
    }

    private static void begin(
            ActorSystem<?> system, Settings settings, Parts parts, Published published, Contact contact) {
        Metrics.DNS_AGE.reads(contact::seconds);
        Supplier<Telemetry.Registered> registered = () -> {
            var local = parts.local().get();
            var checks = new HashMap<String, Integer>();
            local.checks().values().forEach(check -> checks.merge(check.value().status(), 1, Integer::sum));
            return new Telemetry.Registered(local.services().size(), checks);
        };
        expose(settings);
        Telemetry.begin(settings.node().name(), Version.NUMBER, published, registered, system);
    }

    /** What of them is shown from now on. */
    static void expose(Settings settings) {
        var shown = settings.telemetry();
        Metrics.ALL.expose(new Exposition(shown.prefix(), shown.filter(), shown.filterDefault()));
        var statsd = shown.statsd();
        Telemetry.sendTo(new Statsd.Targets(statsd.plain(), statsd.dog(), statsd.tags()));
    }

    private static Telemetry.Log log(KvLog log, Optional<String> leader) {
        var view = log.view();
        var voters = view.voters().size();
        return new Telemetry.Log(
                view.term(),
                view.leads(),
                leader.isPresent(),
                view.applied(),
                log.committed(),
                voters,
                Math.max(0, (voters - 1) / 2));
    }

    private static Map<String, Map<String, Integer>> count(List<Member> members) {
        var counts = new HashMap<String, Map<String, Integer>>();
        for (var member : members) {
            var role = "consul".equals(member.tags().get("role")) ? "server" : "client";
            counts.computeIfAbsent(role, _ -> new HashMap<>())
                    .merge(STATUSES.getOrDefault(member.status(), "failed"), 1, Integer::sum);
        }
        return counts;
    }
}
