package engine;

import engine.config.Settings;
import engine.coordinates.ServerCoordinates;
import engine.http.DnsExplanations;
import engine.http.HttpServer;
import engine.http.LocalAgent;
import engine.queries.Execution;
import engine.queries.HttpQueries;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * What the HTTP API of a server works with.
 *
 * @param events limits of events as they are at the time
 * @param votes whether the server with an id takes part in decisions about keys and sessions
 * @param queries executes prepared queries
 */
record ServerEdge(
        ActorSystem<?> system,
        Settings settings,
        Supplier<Settings.Events> events,
        ServerState state,
        KvLog log,
        Members members,
        ServerCoordinates coordinates,
        Predicate<String> votes,
        Execution queries) {

    HttpServer.Ports ports(
            LocalAgent agent, HttpOperator operator, HttpAutopilot autopilot, Parts parts, DnsExplanations names) {
        var published = state.published();
        var writes = new Writes(state.store(), system);
        var keys = log.writes();
        var changes = new HttpChanges(published, coordinates::changedAt);
        coordinates.subscribe(changes::coordinatesChanged);
        published.subscribe(changes);
        var rollouts = new KeptRollouts(published);
        return new HttpServer.Ports(
                agent,
                new HttpCatalog(settings.node().datacenter(), published, new CatalogWrites(published, writes)),
                new HttpKeyValues(published, keys, new AvailableWrites(published, writes)),
                new HttpUserEvents(
                        settings.node().name(),
                        events,
                        published,
                        parts.delivery().elsewhere(),
                        members::aliveSince,
                        writes,
                        parts.eventIds(),
                        parts.delivery().lamport(),
                        InstantSource.system(),
                        KeyedFirings.of(published),
                        new EventHistory(published, state.bound()),
                        new EventMatch(published, members),
                        new EventPurge(published, rollouts, members::aliveSince, writes, InstantSource.system())),
                new HttpCluster(members, votes),
                changes,
                HttpSnapshots.of(settings, system, published, state.store(), keys),
                operator,
                new HttpSessions(published, keys),
                new HttpTransactions(
                        keys, log::state, state.store(), system, settings.node().datacenter()),
                new HttpKvChanges(published, log::state),
                new HttpKvConflicts(published, keys, log::state),
                log.barrier(),
                new HttpTriggers(
                        settings.node().name(),
                        () -> events.get().triggerTimeout(),
                        published,
                        keys,
                        members,
                        InstantSource.system()),
                new HttpRollouts(
                        settings.node().name(),
                        published,
                        rollouts,
                        keys,
                        new EventRequests(events),
                        new EventMatch(published, members),
                        parts.eventIds(),
                        InstantSource.system()),
                new AuditTrail(published, rollouts),
                new HttpMaintenances(settings.node().name(), published, keys, InstantSource.system()),
                new HttpExternalChecks(
                        new ExternalDuties(members, InstantSource.system()), state.externalPasts(), published, writes),
                names,
                coordinates.http(),
                autopilot,
                new HttpQueries(
                        queries,
                        (operation, context) -> keys.submit(operation, context, 500),
                        instance ->
                                HttpRecords.instance(instance, settings.node().datacenter())));
    }
}
