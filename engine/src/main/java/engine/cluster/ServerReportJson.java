package engine.cluster;

import engine.cluster.ClusterMember.Status;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** The JSON of {@code GET /cluster}. Names that a version does not know are passed over, so that versions can be mixed. */
public final class ServerReportJson {
    /** What a report has at most: several times one with 100 members. */
    public static final int MAX_BYTES = 256 * 1024;

    private ServerReportJson() {}

    /** UTF-8. */
    public static byte[] write(ServerReport report) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = JsonText.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            out.writeStartObject();
            out.writeStringProperty("datacenter", report.datacenter());
            out.writeStringProperty("node", report.node());
            out.writeStringProperty("id", report.id());
            out.writeStringProperty("version", report.version());
            out.writeBooleanProperty("server", report.server());
            out.writeStringProperty("agent", report.agent());
            out.writeStringProperty("address", report.address());
            out.writeNumberProperty("uid", report.uid());
            out.writeBooleanProperty("formed", report.formed());
            out.writeArrayPropertyStart("members");
            report.members().stream().limit(KnownServers.MAX).forEach(member -> write(out, member));
            out.writeEndArray();
            out.writeNumberProperty("expect", report.expect());
            out.writeStringProperty("awaits", report.awaits());
            out.writeObjectPropertyStart("known");
            write(out, report.known());
            out.writeEndObject();
            peers(out, "sees", report.sees());
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, ClusterMember member) {
        out.writeStartObject();
        out.writeStringProperty("address", member.address());
        out.writeNumberProperty("uid", member.uid());
        out.writeStringProperty("id", member.id());
        out.writeStringProperty("name", member.name());
        out.writeStringProperty("status", member.status().name().toLowerCase(Locale.ROOT));
        member.unreachable().ifPresent(time -> out.writeNumberProperty("unreachable-ms", time.toMillis()));
        out.writeEndObject();
    }

    static void write(JsonGenerator out, KnownServers known) {
        out.writeNumberProperty("version", known.version());
        peers(out, "servers", known.servers());
    }

    private static void peers(JsonGenerator out, String name, List<Peer> peers) {
        out.writeArrayPropertyStart(name);
        peers.stream().limit(KnownServers.MAX).forEach(peer -> {
            out.writeStartObject();
            out.writeStringProperty("id", peer.id());
            out.writeStringProperty("name", peer.name());
            out.writeStringProperty("agent", peer.agent());
            out.writeEndObject();
        });
        out.writeEndArray();
    }

    /**
     * Reads what another agent answered.
     *
     * @throws IllegalArgumentException with a sentence when it is no report
     */
    public static ServerReport read(byte[] json) {
        try {
            return report(JsonText.of(json, MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the answer is not the report of an agent: " + e.getMessage());
        }
    }

    private static ServerReport report(JsonText in) {
        var expect = in.number("expect");
        if (expect < 0 || expect > KnownServers.MAX) {
            throw new IllegalArgumentException("expect is not between 0 and " + KnownServers.MAX);
        }
        return new ServerReport(
                in.name("datacenter"),
                in.name("node"),
                in.name("id"),
                in.text("version"),
                in.flag("server"),
                in.text("agent"),
                in.text("address"),
                in.number("uid"),
                in.flag("formed"),
                in.objects("members").stream().map(ServerReportJson::member).toList(),
                (int) expect,
                in.text("awaits"),
                known(in.object("known")),
                peers(in.objects("sees")));
    }

    private static ClusterMember member(JsonText in) {
        var status = in.text("status").toUpperCase(Locale.ROOT);
        for (var each : Status.values()) {
            if (each.name().equals(status)) {
                var unreachable = in.has("unreachable-ms")
                        ? Optional.of(Duration.ofMillis(in.number("unreachable-ms")))
                        : Optional.<Duration>empty();
                return new ClusterMember(
                        in.name("address"), in.number("uid"), in.text("id"), in.text("name"), each, unreachable);
            }
        }
        throw new IllegalArgumentException("a member has an unknown status");
    }

    static KnownServers known(JsonText in) {
        return new KnownServers(in.number("version"), peers(in.objects("servers")));
    }

    private static List<Peer> peers(List<JsonText> in) {
        return in.stream()
                .map(peer -> new Peer(peer.name("id"), peer.text("name"), peer.text("agent")))
                .toList();
    }
}
