package engine.dns;

import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Host;
import engine.dns.Responder.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** A directory in memory and the questions to it. */
final class Fixture implements Directory {
    static final DnsSettings SETTINGS = settings(3, 0);

    private final Map<String, List<Endpoint>> services = new HashMap<>();
    private final Map<String, Prepared> prepared = new HashMap<>();
    private final Map<String, Host> nodes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private volatile Duration age = Duration.ZERO;
    private String near = "";
    private InetAddress askedFrom = InetAddress.getLoopbackAddress();

    static DnsSettings settings(int udpAnswerLimit, int aRecordLimit) {
        return new DnsSettings(
                "consul",
                "alt.example",
                "dc1",
                Duration.ZERO,
                Duration.ZERO,
                udpAnswerLimit,
                aRecordLimit,
                true,
                true,
                new DnsSettings.Soa(3600, 600, 86400, 0));
    }

    /** The catalog of the recorded answers. */
    static Fixture recorded() {
        var fixture = new Fixture();
        fixture.node("node1", "127.0.0.1", Map.of());
        Host ext1 = fixture.node("ext1", "127.0.0.11", Map.of("zone", "a"));
        Host ext2 = fixture.node("ext2", "127.0.0.21", Map.of());
        fixture.node("ext3", "127.0.0.31", Map.of());
        fixture.service(
                "web",
                new Endpoint(ext1, "127.0.0.12", 8001, List.of("primary"), 1),
                new Endpoint(ext2, "", 8002, List.of("replica"), 5));
        return fixture;
    }

    /** {@code count} nodes 10.0.x.y, each with one instance of {@code big}. */
    static Fixture big(int count) {
        var fixture = recorded();
        fixture.services.put(
                "big",
                IntStream.range(0, count)
                        .mapToObj(i -> fixture.node("n" + i, "10.0." + i / 250 + "." + (i % 250 + 1), Map.of()))
                        .map(host -> new Endpoint(host, "", 9000, List.of(), 1))
                        .toList());
        return fixture;
    }

    Host node(String name, String address, Map<String, String> meta) {
        var host = new Host(name, address, new TreeMap<>(meta));
        nodes.put(name, host);
        return host;
    }

    Fixture service(String name, Endpoint... endpoints) {
        services.put(name, List.of(endpoints));
        return this;
    }

    /** Its source was last heard from so long ago. */
    void aged(Duration since) {
        age = since;
    }

    @Override
    public Duration age() {
        return age;
    }

    /** With a node that is near to everybody, the others being at unknown distances. */
    Fixture near(String node) {
        near = node;
        return this;
    }

    /** Whose distances were asked for last. */
    InetAddress askedFrom() {
        return askedFrom;
    }

    @Override
    public Optional<ToDoubleFunction<String>> distances(InetAddress client) {
        askedFrom = client;
        return near.isEmpty() ? Optional.empty() : Optional.of(node -> node.equals(near) ? 1 : Double.NaN);
    }

    Fixture without(String service) {
        services.remove(service);
        return this;
    }

    @Override
    public Optional<List<Endpoint>> service(String name) {
        return Optional.ofNullable(services.get(name.toLowerCase(Locale.ROOT)));
    }

    Fixture prepared(String query, Prepared result) {
        prepared.put(query, result);
        return this;
    }

    @Override
    public Prepared prepared(String query) {
        return prepared.getOrDefault(query.toLowerCase(Locale.ROOT), new Prepared.None());
    }

    @Override
    public Optional<Host> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    @Override
    public List<Host> nodesAt(String address) {
        return nodes.values().stream()
                .filter(host -> host.address().equals(address))
                .toList();
    }

    @Override
    public List<String> servicesAt(String address) {
        return services.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(endpoint -> endpoint.address().equals(address)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public List<Host> servers() {
        return node("node1").stream().toList();
    }

    Responder responder() {
        return responder(SETTINGS);
    }

    Responder responder(DnsSettings settings) {
        var zone = new Zone(settings, this, InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));
        return new Responder(() -> zone);
    }

    /** A question over UDP without EDNS. */
    Message ask(String name, String type) {
        return ask(responder(), name, type, 0, Transport.UDP);
    }

    /** @param edns the UDP payload the client takes; 0 for none said */
    static Message ask(Responder responder, String name, String type, int edns, Transport transport) {
        return read(responder
                .answer(query(name, Type.value(type), edns).toWire(), transport)
                .orElseThrow());
    }

    static Message query(String name, int type, int edns) {
        Message query = Message.newQuery(
                Record.newRecord(Name.fromConstantString(name.endsWith(".") ? name : name + "."), type, DClass.IN));
        if (edns > 0) {
            query.addRecord(new OPTRecord(edns, 0, 0), Section.ADDITIONAL);
        }
        return query;
    }

    static Message read(byte[] wire) {
        try {
            return new Message(wire);
        } catch (IOException e) {
            throw new AssertionError("an answer that is no message", e);
        }
    }

    /** A section as {@code dig} shows it, in order of text, names in lower case. */
    static List<String> section(Message message, int section) {
        return message.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(record -> "%s %d %s %s"
                        .formatted(
                                record.getName().toString().toLowerCase(Locale.ROOT),
                                record.getTTL(),
                                Type.string(record.getType()),
                                data(record)))
                .sorted()
                .toList();
    }

    private static String data(Record record) {
        return record instanceof TXTRecord text
                ? text.getStrings().stream().collect(Collectors.joining("\" \"", "\"", "\""))
                : record.rdataToString();
    }

    static List<String> answers(Message message) {
        return section(message, Section.ANSWER);
    }

    static List<String> authority(Message message) {
        return section(message, Section.AUTHORITY);
    }

    static List<String> additional(Message message) {
        return section(message, Section.ADDITIONAL);
    }
}
