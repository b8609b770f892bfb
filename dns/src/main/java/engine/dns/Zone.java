package engine.dns;

import engine.dns.Asked.Apex;
import engine.dns.Asked.Branch;
import engine.dns.Asked.Nothing;
import engine.dns.Directory.Endpoint;
import engine.dns.Directory.Host;
import engine.dns.Reply.Item;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
 * with the SOA (RFC 2308). What is not ours to answer is REFUSED, and says which name to ask elsewhere.
 */
final class Zone {
    /** How far host names of this zone that stand for addresses are followed. */
    private static final int MAX_CHAIN = 3;

    /** Of nodes; about other types Consul says nothing, not even whether there is the node. */
    private static final Set<Integer> NODE_TYPES = Set.of(Type.A, Type.AAAA, Type.TXT, Type.ANY);

    private static final Set<Integer> ADDRESSING = Set.of(Type.A, Type.AAAA, Type.CNAME);

    private static final Name ARPA = Name.fromConstantString("arpa.");
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
        return !transfer && (isOurs(name) || isReverse(name));
    }

    /** What a name asks for; nothing where it is not below the zone. */
    Asked asked(Name name) {
        return domains.stream()
                .filter(name::subdomain)
                .findFirst()
                .map(domain -> Asked.of(Names.labels(name, domain), settings.datacenter()))
                .orElseGet(Nothing::new);
    }

    boolean isOurs(Name name) {
        return domains.stream().anyMatch(name::subdomain);
    }

    boolean isReverse(Name name) {
        return name.subdomain(ARPA);
    }

    /** How far nodes are from a client, as far as that is known. */
    Optional<ToDoubleFunction<String>> distances(@Nullable InetAddress client) {
        return client == null ? Optional.empty() : directory.distances(client);
    }

    /** How old the answers are; see {@link Directory#age}. */
    Duration age() {
        return directory.age();
    }

    Reply answer(Name name, int type) {
        if (!settings.freshness().allows(directory.age()) && covers(name, type)) {
            // Others may still know whose address it is.
            Reply tooOld = Reply.error(Rcode.SERVFAIL);
            return isOurs(name) ? tooOld : tooOld.with(name);
        }
        return type == Type.AXFR || type == Type.IXFR ? transfer(name) : answer(name, type, 0);
    }

    private Reply transfer(Name name) {
        return isOurs(name) ? Reply.negative(Rcode.NOTIMP, List.of(), List.of()) : Reply.error(Rcode.REFUSED);
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
        return isReverse(name)
                ? pointer(name, type)
                : Reply.error(Rcode.REFUSED).with(name);
    }

    /** A question about a name in {@code domain}, reached over {@code depth} other names. */
    record Question(Name name, int type, Name domain, int depth) {
        boolean wants(int wanted) {
            return type == wanted || type == Type.ANY;
        }
    }

    private Reply inside(Question question) {
        if (question.type == Type.SOA || question.type == Type.NS) {
            return apex(question);
        }
        return switch (Asked.of(Names.labels(question.name, question.domain), settings.datacenter())) {
            case Apex _ -> question.type == Type.ANY && !unkept() ? apex(question) : branch(question);
            case Branch _ -> branch(question);
            case Asked.Service service
            when service.located() && question.type != Type.SRV -> negative(Rcode.NXDOMAIN, question, List.of());
            case Asked.Service service -> service(question, service);
            case Asked.Node(var node) -> node(question, node);
            case Asked.Address(var digits) -> address(question, digits);
            case Asked.Prepared(var query) -> prepared(question, query);
            case Nothing _ -> negative(Rcode.NXDOMAIN, question, List.of());
        };
    }

    /** Nothing may keep an answer without data: then what it says of the names below does no harm, and is what Consul says. */
    private boolean unkept() {
        return settings.soa().minTtl() == 0;
    }

    /** A name that only has names below it: where the answer is kept, NXDOMAIN would deny those (RFC 8020). */
    private Reply branch(Question question) {
        return negative(unkept() ? Rcode.NXDOMAIN : Rcode.NOERROR, question, List.of());
    }

    /** The zone's own records, whichever name below it was asked, as Consul does. */
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
        List<Rr> soa = List.of(soa(question));
        return switch (question.type) {
            case Type.SOA -> Reply.of(items(soa, question), addresses).with(names);
            case Type.NS -> Reply.of(items(names, question), addresses);
            default ->
                Reply.of(items(Stream.concat(soa.stream(), names.stream()).toList(), question), addresses);
        };
    }

    private Reply service(Question question, Asked.Service asked) {
        Optional<List<Endpoint>> all = directory.service(asked.name());
        List<Endpoint> chosen =
                all.map(list -> Tags.having(asked.tag(), list, Endpoint::tags)).orElse(List.of());
        if (chosen.isEmpty()) {
            return negative(Rcode.NXDOMAIN, question, List.of());
        }
        var records =
                new ServiceRecords(settings, question, settings.serviceTtl().of(asked.name()), this::follow);
        Reply reply = records.reply(chosen);
        if (reply.answers().isEmpty()) {
            return negative(Rcode.NOERROR, question, List.of());
        }
        if (records.lasting()) {
            cache.put(question.name, question.type, asked.name(), all.get(), reply);
        }
        return reply;
    }

    private Reply prepared(Question question, String query) {
        return QueryRecords.reply(settings, question, directory.prepared(query), this::follow)
                .map(reply -> !reply.answers().isEmpty() || reply.rcode() != Rcode.NOERROR
                        ? reply
                        : negative(Rcode.NOERROR, question, List.of()))
                .orElseGet(() -> negative(Rcode.NXDOMAIN, question, List.of()));
    }

    private Reply node(Question question, String name) {
        if (unkept() && !NODE_TYPES.contains(question.type)) {
            return Reply.of(List.of(), List.of());
        }
        return directory
                .node(name)
                .map(host -> node(question, host))
                .orElseGet(() -> negative(Rcode.NXDOMAIN, question, List.of()));
    }

    private Reply node(Question question, Host host) {
        var records = new NodeRecords(settings, question.domain, settings.nodeTtl());
        var answers = new ArrayList<Item>();
        if (question.type == Type.TXT || question.type == Type.ANY) {
            answers.addAll(items(records.meta(question.name, host), question));
        }
        @Nullable Name beyond = null;
        if (question.type != Type.TXT) {
            Optional<Rr> address = records.address(question.name, host.address());
            if (address.isPresent() && question.wants(address.get().type())) {
                answers.addFirst(item(address.get(), question));
            } else if (address.isEmpty()) {
                Optional<Name> target = Names.absolute(host.address());
                if (target.isPresent()) {
                    Reply followed = follow(question, target.get(), settings.nodeTtl());
                    beyond = followed.beyond();
                    answers.addAll(0, followed.answers());
                }
            }
        }
        boolean address = question.type == Type.A || question.type == Type.AAAA;
        List<Rr> meta = address && settings.nodeMetaTxt() ? records.meta(question.name, host) : List.of();
        // Without SOA an answer without data is not kept (RFC 2308 5), which is what its minimum of 0 would say.
        return answers.isEmpty() && !unkept()
                ? negative(Rcode.NOERROR, question, meta)
                : Reply.of(answers, meta).with(beyond);
    }

    /** The address under whatever type, as Consul does; other numbers of digits are names without data. */
    private Reply address(Question question, String digits) {
        int bytes = digits.length() / 2;
        if (bytes != 4 && bytes != 16) {
            return Reply.of(List.of(), List.of());
        }
        byte[] address = Addresses.ofHex(digits);
        if (address.length == 0) {
            return negative(Rcode.NXDOMAIN, question, List.of());
        }
        Rr record = Rr.of(NodeRecords.address(question.name, address, settings.nodeTtl()));
        return Reply.of(List.of(item(record, question)), List.of());
    }

    /** The CNAME to a host name, and its addresses when it is a name of this zone. */
    private Reply follow(Question question, Name target, Duration ttl) {
        var answers = new ArrayList<Item>();
        answers.add(new Item(NodeRecords.cname(question.name, target, ttl), true, List.of()));
        if (!isOurs(target)) {
            return Reply.of(answers, List.of()).with(target);
        }
        if (target.equals(question.name) || question.depth >= MAX_CHAIN) {
            return Reply.of(answers, List.of());
        }
        boolean family = question.type == Type.A || question.type == Type.AAAA;
        Reply found = answer(target, family ? question.type : Type.ANY, question.depth + 1);
        int fixed = 1;
        for (Item item : found.answers()) {
            // An alias stands for addresses; with it comes nothing else.
            if (ADDRESSING.contains(item.answer().type())) {
                answers.add(new Item(item.answer(), false, List.of(), item.weight(), item.node()));
                fixed += answers.size() - 2 < found.fixed() ? 1 : 0;
            }
        }
        return new Reply(
                Rcode.NOERROR,
                true,
                answers,
                fixed,
                found.limit(),
                found.pooled(),
                List.of(),
                List.of(),
                found.beyond());
    }

    /** The first node that has the address, else the first service, as Consul does. The reverse zones are not ours. */
    private Reply pointer(Name name, int type) {
        boolean six = name.subdomain(IP6);
        String address =
                six || name.subdomain(IN_ADDR) ? Asked.reversed(Names.labels(name, six ? IP6 : IN_ADDR), six) : "";
        Optional<Name> target = address.isEmpty() ? Optional.empty() : pointed(address);
        if (target.isEmpty()) {
            return Reply.error(Rcode.SERVFAIL).with(name);
        }
        boolean wanted = type == Type.PTR || type == Type.ANY;
        Rr pointer = Rr.of(new PTRRecord(name, DClass.IN, seconds(), target.get()));
        return Reply.of(wanted ? List.of(new Item(pointer, true, List.of())) : List.of(), List.of());
    }

    private Optional<Name> pointed(String address) {
        Name domain = Names.absolute(settings.domain()).orElseThrow();
        var records = new NodeRecords(settings, domain, settings.nodeTtl());
        Optional<Name> node = directory.nodesAt(address).stream()
                .flatMap(host -> records.name(host).stream())
                .findFirst();
        return node.isPresent()
                ? node
                : directory.servicesAt(address).stream()
                        .flatMap(service -> Names.below(service + ".service." + settings.datacenter(), domain).stream())
                        .findFirst();
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

    private static Item item(Rr answer, Question question) {
        return new Item(answer, answer.owner().equals(question.name), List.of());
    }

    private static List<Item> items(List<Rr> answers, Question question) {
        return answers.stream().map(answer -> item(answer, question)).toList();
    }
}
