package engine.naming;

import engine.dns.DnsServer;
import engine.dns.Explained;
import engine.dns.Tags;
import engine.http.DnsExplanations;
import engine.http.Refusal;
import engine.state.Published;
import engine.state.ServiceInstance;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What DNS answers, and why.
 *
 * @param healthy which instances are answered now
 */
public record Explanations(Supplier<DnsServer> dns, Published published, Supplier<Healthy> healthy)
        implements DnsExplanations {

    @Override
    public Explanation explain(String name, String type, boolean tcp) {
        Explained found;
        try {
            found = dns.get().explain(name, type, tcp);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
        return new Explanation(
                found.name(),
                found.type(),
                found.meaning(),
                found.rcode(),
                found.authoritative(),
                found.truncated(),
                found.answer(),
                found.authority(),
                found.additional(),
                found.sought().map(sought -> candidates(found, sought)).orElse(List.of()));
    }

    private List<Candidate> candidates(Explained found, Explained.Sought sought) {
        var state = published.current().catalog().service(sought.service());
        var served = Set.copyOf(healthy.get().of(state));
        var tagged = Set.copyOf(Tags.having(
                sought.tag(),
                state.instances().stream().filter(served::contains).toList(),
                instance -> instance.service().value().tags()));
        var answers = found.answer().stream().map(Line::of).collect(Collectors.toSet());
        return state.instances().stream()
                .map(instance -> {
                    var service = instance.service().value();
                    var reason = served.contains(instance)
                            ? tagged.contains(instance)
                                    ? Line.ofAny(found.type(), instance, answers) ? "" : absent(found, instance)
                                    : "it has not the tag '" + sought.tag() + "'"
                            : Unhealthy.why(instance);
                    return new Candidate(
                            instance.node().value().name(),
                            service.id(),
                            Line.address(instance),
                            service.port(),
                            reason);
                })
                .toList();
    }

    private static String absent(Explained found, ServiceInstance instance) {
        if (found.rcode().equals("SERVFAIL")) {
            return "no leader has been heard of for too long: see allow-stale and max-stale";
        }
        return found.answer().isEmpty()
                ? "its address " + Line.address(instance) + " has no " + found.type() + " record"
                : Line.fits(found.type(), instance)
                        ? "only so many fit: see udp-answer-limit, a-record-limit and the length of answers"
                        : "its address " + Line.address(instance) + " has no " + found.type() + " record";
    }
}
