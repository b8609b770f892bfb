package engine.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The definition of a prepared query in a request's body. A {@link Refusal} says what is wrong with it. */
final class PreparedQueryRequest {
    static final List<String> ELSEWHERE = List.of("SamenessGroup", "Namespace", "Partition", "Peer");

    private static final Set<String> QUERY =
            Set.of("ID", "Name", "Session", "Token", "Template", "Service", "DNS", "CreateIndex", "ModifyIndex");
    private static final Set<String> TEMPLATE = Set.of("Type", "Regexp", "RemoveEmptyTags");
    private static final Set<String> SERVICE = Set.of(
            "Service",
            "SamenessGroup",
            "Namespace",
            "Partition",
            "Peer",
            "Failover",
            "OnlyPassing",
            "IgnoreCheckIDs",
            "Near",
            "Tags",
            "NodeMeta",
            "ServiceMeta",
            "Connect");
    private static final Set<String> FAILOVER = Set.of("NearestN", "Datacenters", "Targets");

    /** What stands for a token that was not shown: nobody means it. */
    private static final String HIDDEN = "<hidden>";

    private static final int MAX_META = 64;
    private static final int MAX_META_KEY = 128;
    private static final int MAX_META_VALUE = 512;
    private static final Pattern META_KEY = Pattern.compile("[a-zA-Z0-9_-]*");

    private PreparedQueryRequest() {}

    /** What the body says; not {@linkplain #check checked}. */
    static PreparedQuery of(ByteString body) {
        var query = new Members(RequestJson.object(body), RequestJson.DECODE_FAILED, "");
        known(query, QUERY);
        var template = part(query, "Template", TEMPLATE);
        var dns = part(query, "DNS", Set.of("TTL"));
        return new PreparedQuery(
                query.text("ID"),
                query.text("Name"),
                query.text("Session"),
                query.text("Token"),
                new PreparedQuery.Template(
                        template.text("Type"), template.text("Regexp"), flag(template, "RemoveEmptyTags")),
                service(part(query, "Service", SERVICE)),
                dns.text("TTL"),
                0,
                0);
    }

    private static PreparedQuery.Service service(Members service) {
        var failover = part(service, "Failover", FAILOVER);
        return new PreparedQuery.Service(
                service.text("Service"),
                new PreparedQuery.Failover(
                        number(failover, "NearestN"),
                        failover.texts("Datacenters").orElse(null),
                        failover.objects("Targets")
                                .map(targets -> targets.stream()
                                        .map(PreparedQueryRequest::texts)
                                        .toList())
                                .orElse(null)),
                flag(service, "OnlyPassing"),
                service.texts("IgnoreCheckIDs").orElse(null),
                service.text("Near"),
                service.texts("Tags").orElse(null),
                map(service, "NodeMeta"),
                map(service, "ServiceMeta"),
                flag(service, "Connect"),
                new PreparedQuery.Elsewhere(
                        service.text("Namespace"),
                        service.text("Partition"),
                        service.text("Peer"),
                        service.text("SamenessGroup")));
    }

    private static Members part(Members whole, String name, Set<String> known) {
        var part = whole.object(name).orElseGet(() -> new Members(Map.of(), whole.failed(), name + '.'));
        known(part, known);
        return part;
    }

    private static void known(Members members, Set<String> known) {
        for (var name : members.values().keySet()) {
            if (known.stream().noneMatch(name::equalsIgnoreCase)) {
                throw RequestJson.refusal(members.failed(), "json: unknown field \"" + name + '"');
            }
        }
    }

    private static boolean flag(Members members, String name) {
        return switch (members.value(name)) {
            case null -> false;
            case Boolean truth -> truth;
            default -> throw wrong(members, name, "true or false");
        };
    }

    private static int number(Members members, String name) {
        return switch (members.value(name)) {
            case null -> 0;
            case Long number when number == number.intValue() -> number.intValue();
            default -> throw wrong(members, name, "a whole number of 32 bits");
        };
    }

    private static @Nullable Map<String, String> map(Members members, String name) {
        return members.object(name).map(PreparedQueryRequest::texts).orElse(null);
    }

    private static Map<String, String> texts(Members members) {
        var texts = new LinkedHashMap<String, String>();
        members.values().keySet().forEach(key -> texts.put(key, members.text(key)));
        return texts;
    }

    private static Refusal wrong(Members members, String name, String expected) {
        return RequestJson.refusal(members.failed(), members.path() + name + " must be " + expected);
    }

    /** Refuses what no query may be, in Consul's words. */
    static void check(PreparedQuery query) {
        if (query.name().isEmpty() && !query.isTemplate() && query.session().isEmpty()) {
            throw invalid("Must be bound to a session");
        }
        if (query.token().equals(HIDDEN)) {
            throw invalid(
                    "Bad Token '" + HIDDEN + "', it looks like a query definition with a redacted token was submitted");
        }
        var service = query.service();
        if (service.service().isEmpty()) {
            throw invalid("Must provide a Service name to query");
        }
        if (service.failover().nearestN() < 0) {
            throw invalid("Bad NearestN '" + service.failover().nearestN() + "', must be >= 0");
        }
        var meta = service.nodeMeta();
        if (meta != null) {
            checkMeta(meta);
        }
        if (!query.ttl().isEmpty()) {
            checkTtl(query.ttl());
        }
    }

    private static void checkMeta(Map<String, String> meta) {
        if (meta.size() > MAX_META) {
            throw invalid("Node metadata cannot contain more than " + MAX_META + " key/value pairs");
        }
        meta.forEach((key, value) -> {
            var why = key.isEmpty()
                    ? "Key cannot be blank"
                    : !META_KEY.matcher(key).matches()
                            ? "Key contains invalid characters"
                            : key.length() > MAX_META_KEY
                                    ? "Key is too long (limit: " + MAX_META_KEY + " characters)"
                                    : value.length() > MAX_META_VALUE
                                            ? "Value is too long (limit: " + MAX_META_VALUE + " characters)"
                                            : "";
            if (!why.isEmpty()) {
                throw invalid("Couldn't load metadata pair ('" + key + "', '" + value + "'): " + why);
            }
        });
    }

    private static void checkTtl(String text) {
        var ttl = GoDuration.parse(text)
                .orElseThrow(() -> invalid("Bad DNS TTL '" + text + "': " + SessionRequest.problem(text)));
        if (ttl.isNegative()) {
            throw invalid("DNS TTL '" + ttl.toNanos() + "', must be >=0");
        }
    }

    private static Refusal invalid(String why) {
        return new Refusal(500, "Invalid prepared query: " + why);
    }
}
