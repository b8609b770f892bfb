package engine.dns;

import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Host;
import engine.dns.Reply.Extra;
import engine.dns.Reply.Item;
import engine.dns.Zone.Question;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Makes the reply to one question about a service out of its instances. */
final class ServiceRecords {
    /** All instances have the same priority; the weight tells them apart (RFC 2782). */
    private static final int PRIORITY = 1;

    private static final int MAX_16_BIT = 65_535;

    private final DnsSettings settings;
    private final Question question;
    private final Follower follower;
    private final Duration ttl;
    private final NodeRecords records;
    private final Map<Name, Extra> addresses = new HashMap<>();
    private final Map<Name, Extra> metas = new HashMap<>();
    private boolean lasting = true;

    /** Follows a host name that stands for an address. */
    interface Follower {
        /** The CNAME from the question's name to the target, then what is known of the target. */
        Reply follow(Question question, Name target, Duration ttl);
    }

    /** @param ttl of all records */
    ServiceRecords(DnsSettings settings, Question question, Duration ttl, Follower follower) {
        this.settings = settings;
        this.question = question;
        this.follower = follower;
        this.ttl = ttl;
        this.records = new NodeRecords(settings, question.domain(), ttl);
    }

    /** Whether the reply depends on nothing but the instances. */
    boolean lasting() {
        return lasting;
    }

    /**
     * Without answers when the instances have no records of the type. TXT of a service none of whose instances has metadata gives
     * the addresses, as Consul does for any service.
     */
    Reply reply(List<Endpoint> endpoints) {
        return switch (question.type()) {
            case Type.SRV -> pool(locations(endpoints), 0);
            case Type.TXT -> {
                List<Item> texts = texts(endpoints);
                yield texts.isEmpty() ? hosts(endpoints) : Reply.of(texts, List.of());
            }
            default -> hosts(endpoints);
        };
    }

    /** Each key with each value that it has at any instance, once (RFC 2181 5.5). */
    private List<Item> texts(List<Endpoint> endpoints) {
        return endpoints.stream()
                .flatMap(endpoint -> endpoint.meta().entrySet().stream())
                .map(entry -> NodeRecords.attribute(entry.getKey(), entry.getValue()))
                .distinct()
                .sorted()
                .map(text -> new Item(records.text(question.name(), text), true, List.of()))
                .toList();
    }

    private static Reply pool(List<Item> items, int limit) {
        return new Reply(Rcode.NOERROR, true, List.copyOf(items), 0, limit, true, List.of(), List.of(), null);
    }

    /** Each address once. Host names count only where no instance has an address: a CNAME stands alone (RFC 1034 3.6.2). */
    private Reply hosts(List<Endpoint> endpoints) {
        boolean any = question.wants(Type.ANY) || question.type() == Type.TXT;
        var found = new LinkedHashMap<String, Item>();
        var names = new ArrayList<Name>();
        boolean addressed = false;
        for (Endpoint endpoint : endpoints) {
            byte[] address = Addresses.parse(address(endpoint));
            if (address.length == 0) {
                Names.absolute(address(endpoint)).ifPresent(names::add);
                continue;
            }
            addressed = true;
            if (any || question.type() == (address.length == 4 ? Type.A : Type.AAAA)) {
                found.merge(Addresses.hex(address), host(endpoint, address), ServiceRecords::together);
            }
        }
        if (addressed || names.isEmpty()) {
            return pool(List.copyOf(found.values()), settings.aRecordLimit());
        }
        lasting = false;
        Name one = names.get(ThreadLocalRandom.current().nextInt(names.size()));
        return follower.follow(question, one, ttl);
    }

    private Item host(Endpoint endpoint, byte[] address) {
        Rr record = Rr.of(NodeRecords.address(question.name(), address, ttl));
        return new Item(
                record, true, List.of(), endpoint.weight(), endpoint.node().name());
    }

    private static Item together(Item first, Item second) {
        int weight = Math.min(first.weight() + second.weight(), MAX_16_BIT);
        return new Item(first.answer(), true, List.of(), weight, first.node());
    }

    private List<Item> locations(List<Endpoint> endpoints) {
        record Location(Name target, int port) {}
        var found = new LinkedHashMap<Location, Item>();
        for (Endpoint endpoint : endpoints) {
            byte[] address = Addresses.parse(address(endpoint));
            Optional<Name> node = records.name(endpoint.node());
            target(endpoint, address, node)
                    .ifPresent(target -> found.computeIfAbsent(
                            new Location(target, endpoint.port()), _ -> location(endpoint, target, address, node)));
        }
        return List.copyOf(found.values());
    }

    /** The node's name where the address is the node's, else the name of the address, or the host name itself. */
    private Optional<Name> target(Endpoint endpoint, byte[] address, Optional<Name> node) {
        if (address.length == 0) {
            return Names.absolute(address(endpoint));
        }
        boolean own = !address(endpoint).equals(endpoint.node().address());
        return own || node.isEmpty() ? records.name(address) : node;
    }

    private Item location(Endpoint endpoint, Name target, byte[] address, Optional<Name> node) {
        var extras = new ArrayList<Extra>();
        Extra addressSet = addresses.get(target);
        if (addressSet == null) {
            addressSet = new Extra(nextId(), addressSet(target, address), true);
            addresses.put(target, addressSet);
        }
        extras.add(addressSet);
        if (settings.nodeMetaTxt()) {
            node.ifPresent(name -> extras.add(meta(endpoint.node(), name, name.equals(target))));
        }
        var record = new SRVRecord(
                question.name(),
                DClass.IN,
                ttl.toSeconds(),
                PRIORITY,
                Math.clamp(endpoint.weight(), 0, MAX_16_BIT),
                Math.clamp(endpoint.port(), 0, MAX_16_BIT),
                target);
        extras.removeIf(extra -> extra.set().isEmpty());
        return new Item(
                Rr.of(record),
                true,
                List.copyOf(extras),
                endpoint.weight(),
                endpoint.node().name());
    }

    private Extra meta(Host host, Name name, boolean ofTarget) {
        Extra known = metas.get(name);
        if (known == null) {
            known = new Extra(nextId(), records.meta(name, host), ofTarget);
            metas.put(name, known);
        }
        return new Extra(known.id(), known.set(), ofTarget);
    }

    private int nextId() {
        return addresses.size() + metas.size();
    }

    private List<Rr> addressSet(Name target, byte[] address) {
        if (address.length > 0) {
            return List.of(Rr.of(NodeRecords.address(target, address, ttl)));
        }
        lasting = false;
        var asked = new Question(question.name(), Type.ANY, question.domain(), question.depth());
        return follower.follow(asked, target, ttl).answers().stream()
                .map(Item::answer)
                .filter(rr -> rr.owner().equals(target) && (rr.type() == Type.A || rr.type() == Type.AAAA))
                .toList();
    }

    private static String address(Endpoint endpoint) {
        return endpoint.address().isEmpty() ? endpoint.node().address() : endpoint.address();
    }
}
