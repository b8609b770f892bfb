package engine.http;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/** {@code /v1/operator/autopilot} and the change of the leader: the servers as they look after each other. */
final class AutopilotRoutes {
    private static final String PATH = "/v1/operator/autopilot/configuration";

    private final Autopilot autopilot;
    private final Reads reads;
    private final HttpSettings settings;

    AutopilotRoutes(Autopilot autopilot, Reads reads, HttpSettings settings) {
        this.autopilot = autopilot;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(PATH, this::configuration)
                .put(PATH, this::configure)
                .get("/v1/operator/autopilot/health", this::health)
                .get("/v1/operator/autopilot/state", this::state)
                .post("/v1/operator/raft/transfer-leader", this::transfer);
    }

    private CompletionStage<Answer> configuration(Call call) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        return reads.fresh(
                call, () -> Reads.now(Answer.json(pretty, out -> configuration(out, autopilot.configuration()))));
    }

    private static void configuration(JsonGenerator out, Autopilot.Kept kept) {
        var said = kept.configuration();
        out.writeStartObject();
        out.writeBooleanProperty("CleanupDeadServers", said.cleanupDeadServers());
        out.writeStringProperty("LastContactThreshold", GoDuration.text(said.lastContactThreshold()));
        out.writeNumberProperty("MaxTrailingLogs", said.maxTrailingLogs());
        out.writeNumberProperty("MinQuorum", said.minQuorum());
        out.writeStringProperty("ServerStabilizationTime", GoDuration.text(said.serverStabilizationTime()));
        out.writeStringProperty("RedundancyZoneTag", said.redundancyZoneTag());
        out.writeBooleanProperty("DisableUpgradeMigration", said.disableUpgradeMigration());
        out.writeStringProperty("UpgradeVersionTag", said.upgradeVersionTag());
        out.writeNumberProperty("CreateIndex", kept.createIndex());
        out.writeNumberProperty("ModifyIndex", kept.modifyIndex());
        out.writeEndObject();
    }

    private CompletionStage<Answer> configure(Call call) {
        reads.requireDatacenter(call);
        var cas = call.query().has("cas") ? OptionalLong.of(cas(call.query().first("cas"))) : OptionalLong.empty();
        var pretty = call.pretty();
        return call.body()
                .read(settings.maxBodySize(), "http-config.max-body-size")
                .thenApply(body -> AutopilotRequest.of(RequestJson.object(body, AutopilotRequest.FAILED)))
                .thenCompose(wanted -> autopilot.configure(wanted, cas, call.context()))
                .thenApply(held -> Answer.json(pretty, out -> out.writeBoolean(held)));
    }

    private static long cas(String text) {
        return Numbers.unsigned(text)
                .orElseThrow(() -> new Refusal(
                        400,
                        "Bad request: Error parsing cas value: strconv.ParseUint: parsing \"" + text
                                + "\": invalid syntax"));
    }

    /** 429 when a server is not as it should be: a check by its status alone shall see it. */
    private CompletionStage<Answer> health(Call call) {
        reads.requireDatacenter(call);
        var health = autopilot.health();
        var answer = Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeBooleanProperty("Healthy", health.healthy());
            out.writeNumberProperty("FailureTolerance", health.tolerance());
            out.writeName("Servers");
            Json.array(out, health.servers(), (o, server) -> {
                o.writeStartObject();
                o.writeStringProperty("ID", server.peer().id());
                o.writeStringProperty("Name", server.peer().node());
                o.writeStringProperty("Address", server.peer().address());
                o.writeStringProperty("SerfStatus", status(server.peer().status()));
                figures(o, health, server);
                o.writeBooleanProperty("Leader", server.peer().leader());
                o.writeBooleanProperty("Voter", server.peer().voter());
                o.writeEndObject();
            });
            out.writeEndObject();
        });
        return Reads.now(health.healthy() ? answer : answer.withStatus(429));
    }

    private CompletionStage<Answer> state(Call call) {
        reads.requireDatacenter(call);
        var health = autopilot.health();
        return Reads.now(Answer.json(call.pretty(), out -> {
            out.writeStartObject();
            out.writeBooleanProperty("Healthy", health.healthy());
            out.writeNumberProperty("FailureTolerance", health.tolerance());
            out.writeNumberProperty("OptimisticFailureTolerance", health.tolerance());
            out.writeName("Servers").writeStartObject();
            health.servers().forEach(server -> {
                out.writeName(server.peer().id()).writeStartObject();
                out.writeStringProperty("ID", server.peer().id());
                out.writeStringProperty("Name", server.peer().node());
                out.writeStringProperty("Address", server.peer().address());
                out.writeStringProperty("NodeStatus", status(server.peer().status()));
                figures(out, health, server);
                out.writeBooleanProperty("ReadReplica", false);
                out.writeStringProperty(
                        "Status",
                        server.peer().leader() ? "leader" : server.peer().voter() ? "voter" : "non-voter");
                out.writeName("Meta").writeNull();
                out.writeStringProperty("NodeType", "voter");
                out.writeEndObject();
            });
            out.writeEndObject();
            out.writeStringProperty(
                    "Leader", ids(health, Operator.Peer::leader).findFirst().orElse(""));
            Json.strings(out, "Voters", ids(health, Operator.Peer::voter).toList());
            out.writeEndObject();
        }));
    }

    private static Stream<String> ids(Autopilot.Health health, Predicate<Operator.Peer> wanted) {
        return health.servers().stream()
                .map(Autopilot.Server::peer)
                .filter(wanted)
                .map(Operator.Peer::id);
    }

    /** What both forms say of a server in the same words; of the log this server knows how far it is itself. */
    private static void figures(JsonGenerator out, Autopilot.Health health, Autopilot.Server server) {
        out.writeStringProperty("Version", server.peer().version());
        out.writeStringProperty("LastContact", server.healthy() ? "0s" : GoDuration.text(sinceContact(server)));
        out.writeNumberProperty("LastTerm", health.term());
        out.writeNumberProperty("LastIndex", health.index());
        out.writeBooleanProperty("Healthy", server.healthy());
        out.writeStringProperty(
                "StableSince",
                server.stableSince().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static Duration sinceContact(Autopilot.Server server) {
        var since = Duration.between(server.peer().lastSeen(), Instant.now());
        return since.isNegative() ? Duration.ZERO : since.truncatedTo(ChronoUnit.MILLIS);
    }

    /** As clients know it: one that does not answer has failed. */
    private static String status(Operator.Status status) {
        return switch (status) {
            case ALIVE -> "alive";
            case LEFT -> "left";
            case UNREACHABLE, FAILED -> "failed";
        };
    }

    private CompletionStage<Answer> transfer(Call call) {
        reads.requireDatacenter(call);
        var pretty = call.pretty();
        return autopilot
                .transferLeader(
                        Optional.of(call.query().first("id")).filter(id -> !id.isEmpty()),
                        call.query().has("passed-on"),
                        call.context())
                .thenApply(_ -> Answer.json(pretty, out -> {
                    out.writeStartObject();
                    out.writeBooleanProperty("Success", true);
                    out.writeEndObject();
                }));
    }
}
