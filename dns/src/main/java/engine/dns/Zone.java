package engine.dns;

import engine.dns.Asked.Apex;
import engine.dns.Asked.Branch;
import engine.dns.Asked.Nothing;
import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Host;
import engine.dns.Reply.Item;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * The answers of the zone: from a question to a {@link Reply}, over what the {@link Directory} knows at that moment. It
 * opens no socket and never fails; safe for many threads.
 *
 * <p>A name that does not exist is NXDOMAIN, a name without records of the type asked is NOERROR without answers, both
 * with the SOA (RFC 2308). Names outside the zone are REFUSED.
 */
final class Zone {
    /** How far host names of this zone that stand for addresses are followed. */
    private static final int MAX_CHAIN = 3;

    private static final Name IN_ADDR = Name.fromConstantString("in-addr.arpa.");
    private static final Name IP6 = Name.fromConstantString("ip6.arpa.");

    private final DnsSettings settings;
    private final Directory directory;
    private final InstantSource clock;
    private final List<Name> domains;
    private final ReplyCache cache = new ReplyCache();

    Zone(DnsSettings settings, Directory directory, InstantSource clock) {
        this.settings = settings;
        this.directory = directory;
        this.clock = clock;
        // The longer name first, in case one domain lies within the other.
        this.domains = Stream.of(settings.domain(), settings.altDomain())
                .filter(domain -> !domain.isEmpty())
                .map(domain -> Names.absolute(domain).orElseThrow())
                .sorted((a, b) -> b.labels() - a.labels())
                .toList();
    }

    DnsSettings settings() {
        return settings;
    }

    /** Whether the answer depends on what the directory knows. */
    boolean covers(Name name, int type) {
        boolean transfer = type == Type.AXFR || type == Type.IXFR;
        return !transfer
                && (domains.stream().anyMatch(name::subdomain) || name.subdomain(IN_ADDR) || name.subdomain(IP6));
    }

    Reply answer(Name name, int type) {
        return type == Type.AXFR || type == Type.IXFR ? Reply.error(Rcode.NOTIMP) : answer(name, type, 0);
    }

    private Reply answer(Name name, int type, int depth) {
        Optional<Reply> kept = cache.get(name, type, directory);
        if (kept.isPresent()) {
            return kept.get();
        }
        for (Name domain : domains) {
            if (name.subdomain(domain)) {
                return inside(new Question(name, type, domain, depth));
            }
        }
        return name.subdomain(IN_ADDR) || name.subdomain(IP6) ? pointer(name, type) : Reply.error(Rcode.REFUSED);
    }

    /** A question about a name in {@code domain}, reached over {@code depth} other names. */
    record Question(Name name, int type, Name domain, int depth) {
        boolean wants(int wanted) {
            return type == wanted || type == Type.ANY;
        }
    }

    private Reply inside(Question question) {
        return switch (Asked.of(Names.labels(question.name, question.domain), settings.datacenter())) {
            case Apex _ -> apex(question);
            case Branch _ -> negative(Rcode.NOERROR, question, List.of());
            case Asked.Service service -> service(question, service);
            case Asked.Prepared(var query) ->
                QueryRecords.reply(settings, question, directory.prepared(query), this::follow)
                        .map(reply -> !reply.answers().isEmpty() || reply.rcode() != Rcode.NOERROR
                                ? reply
                                : negative(Rcode.NOERROR, question, List.of()))
                        .orElseGet(() -> negative(Rcode.NXDOMAIN, question, List.of()));
            case Asked.Node(var node) ->
                directory
                        .node(node)
                        .map(host -> node(question, host))
                        .orElseGet(() -> negative(Rcode.NXDOMAIN, question, List.of()));
            case Asked.Address(var digits) -> address(question, Addresses.ofHex(digits));
            case Nothing _ -> negative(Rcode.NXDOMAIN, question, List.of());
        };
    }

    private Reply apex(Question question) {
        var records = new NodeRecords(settings, question.domain, settings.nodeTtl());
        var names = new ArrayList<Rr>();
        var addresses = new ArrayList<Rr>();
        for (Host server : directory.servers()) {
            records.name(server).ifPresent(target -> {
                names.add(Rr.of(new NSRecord(question.domain, DClass.IN, seconds(), target)));
                records.address(target, server.address()).ifPresent(addresses::add);
            });
        }
        return switch (question.type) {
            case Type.SOA ->
                new Reply(Rcode.NOERROR, true, items(List.of(soa(question))), 1, 0, false, names, addresses);
            case Type.NS -> Reply.of(items(names), addresses);
            case Type.ANY ->
                Reply.of(
                        items(Stream.concat(Stream.of(soa(question)), names.stream())
                                .toList()),
                        addresses);
            default -> negative(Rcode.NOERROR, question, List.of());
        };
    }

    private Reply service(Question question, Asked.Service asked) {
        Optional<List<Endpoint>> all = directory.service(asked.name());
        List<Endpoint> chosen = all.map(list -> tagged(list, asked)).orElse(List.of());
        if (chosen.isEmpty()) {
            return negative(Rcode.NXDOMAIN, question, List.of());
        }
        var records = new ServiceRecords(settings, question, settings.serviceTtl(), this::follow);
        Reply reply = records.reply(chosen);
        if (reply.answers().isEmpty()) {
            return negative(Rcode.NOERROR, question, List.of());
        }
        if (records.lasting()) {
            cache.put(question.name, question.type, asked.name(), all.get(), reply);
        }
        return reply;
    }

    private static List<Endpoint> tagged(List<Endpoint> all, Asked.Service asked) {
        if (asked.tag().isEmpty()) {
            return all;
        }
        List<Endpoint> tagged = all.stream()
                .filter(endpoint -> endpoint.tags().stream().anyMatch(asked.tag()::equalsIgnoreCase))
                .toList();
        return tagged.isEmpty() && asked.protocol() ? all : tagged;
    }

    private Reply node(Question question, Host host) {
        var records = new NodeRecords(settings, question.domain, settings.nodeTtl());
        var answers = new ArrayList<Item>();
        if (question.type == Type.TXT || question.type == Type.ANY) {
            answers.addAll(items(records.meta(question.name, host)));
        }
        if (question.type != Type.TXT) {
            Optional<Rr> address = records.address(question.name, host.address());
            if (address.isPresent() && question.wants(address.get().type())) {
                answers.addFirst(item(address.get()));
            } else if (address.isEmpty()) {
                Names.absolute(host.address())
                        .ifPresent(target -> answers.addAll(
                                0, follow(question, target, settings.nodeTtl()).answers()));
            }
        }
        boolean address = question.type == Type.A || question.type == Type.AAAA;
        List<Rr> meta = address && settings.nodeMetaTxt() ? records.meta(question.name, host) : List.of();
        return answers.isEmpty() ? negative(Rcode.NOERROR, question, meta) : Reply.of(answers, meta);
    }

    private Reply address(Question question, byte[] address) {
        if (address.length == 0) {
            return negative(Rcode.NXDOMAIN, question, List.of());
        }
        Rr record = Rr.of(NodeRecords.address(question.name, address, settings.nodeTtl()));
        return question.wants(record.type())
                ? Reply.of(List.of(item(record)), List.of())
                : negative(Rcode.NOERROR, question, List.of());
    }

    /** The CNAME to a host name, and its addresses when it is a name of this zone: there is no recursion. */
    private Reply follow(Question question, Name target, Duration ttl) {
        var answers = new ArrayList<Item>();
        answers.add(item(NodeRecords.cname(question.name, target, ttl)));
        boolean ours = domains.stream().anyMatch(target::subdomain);
        if (!ours || target.equals(question.name) || question.type == Type.CNAME || question.depth >= MAX_CHAIN) {
            return Reply.of(answers, List.of());
        }
        Reply found = answer(target, question.type, question.depth + 1);
        found.answers().forEach(item -> answers.add(new Item(item.answer(), false, List.of())));
        return new Reply(
                Rcode.NOERROR, true, answers, 1 + found.fixed(), found.limit(), found.pooled(), List.of(), List.of());
    }

    private Reply pointer(Name name, int type) {
        boolean six = name.subdomain(IP6);
        List<String> labels = Names.labels(name, six ? IP6 : IN_ADDR);
        String address = Asked.reversed(labels, six);
        List<Host> hosts = address.isEmpty() ? List.of() : directory.nodesAt(address);
        if (hosts.isEmpty()) {
            // No SOA: the reverse zones are not ours, and a negative answer without one is not cached (RFC 2308 5).
            return Reply.negative(
                    Asked.reverseBranch(labels, six) ? Rcode.NOERROR : Rcode.NXDOMAIN, List.of(), List.of());
        }
        var records =
                new NodeRecords(settings, Names.absolute(settings.domain()).orElseThrow(), settings.nodeTtl());
        boolean wanted = type == Type.PTR || type == Type.ANY;
        List<Rr> pointers = hosts.stream()
                .flatMap(host -> records.name(host).stream())
                .map(target -> Rr.of(new PTRRecord(name, DClass.IN, seconds(), target)))
                .toList();
        return Reply.of(wanted ? items(pointers) : List.of(), List.of());
    }

    private Reply negative(int rcode, Question question, List<Rr> additional) {
        return Reply.negative(rcode, List.of(soa(question)), additional);
    }

    /** The serial is the time in seconds: it grows, which is all that RFC 1035 asks of it. */
    private Rr soa(Question question) {
        DnsSettings.Soa soa = settings.soa();
        return Rr.of(new SOARecord(
                question.domain,
                DClass.IN,
                soa.minTtl(),
                Names.below("ns", question.domain).orElseThrow(),
                Names.below("hostmaster", question.domain).orElseThrow(),
                clock.instant().getEpochSecond() & 0xffff_ffffL,
                soa.refresh(),
                soa.retry(),
                soa.expire(),
                soa.minTtl()));
    }

    private long seconds() {
        return settings.nodeTtl().toSeconds();
    }

    private static Item item(Rr answer) {
        return new Item(answer, true, List.of());
    }

    private static List<Item> items(List<Rr> answers) {
        return answers.stream().map(Zone::item).toList();
    }
}
