package engine.dns;

import engine.dns.Directory.Prepared;
import engine.dns.Reply.Item;
import engine.dns.ServiceRecords.Follower;
import engine.dns.Zone.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Rcode;

/** The names of prepared queries, {@code NAME.query} and {@code _NAME._tcp.query}, and the replies to questions about them. */
final class QueryRecords {
    /** A TTL has 31 bits (RFC 2181 8). */
    private static final Duration MAX_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

    private QueryRecords() {}

    /** What the labels left of {@code query} ask for; names may have dots. */
    static Asked asked(List<String> below) {
        if (below.isEmpty()) {
            return new Asked.Branch();
        }
        boolean srv = below.size() == 2
                && below.getFirst().startsWith("_")
                && below.getLast().equalsIgnoreCase("_tcp");
        return new Asked.Prepared(srv ? below.getFirst().substring(1) : String.join(".", below));
    }

    /** Empty when the name does not exist. What a query finds may differ from one question to the next: it is not kept. */
    static Optional<Reply> reply(DnsSettings settings, Question question, Prepared prepared, Follower follower) {
        return switch (prepared) {
            case Prepared.None() -> Optional.empty();
            case Prepared.Failed() -> Optional.of(Reply.negative(Rcode.SERVFAIL, List.of(), List.of()));
            case Prepared.Found found when found.endpoints().isEmpty() -> Optional.empty();
            case Prepared.Found found -> {
                Duration ttl = found.ttl().orElseGet(() -> settings.serviceTtl().of(found.service()));
                var records =
                        new ServiceRecords(settings, question, ttl.compareTo(MAX_TTL) > 0 ? MAX_TTL : ttl, follower);
                Reply reply = records.reply(found.endpoints());
                yield Optional.of(found.ordered() ? inOrder(reply) : reply);
            }
        };
    }

    /** With all answers at their places, cut to the limit here; how many go into plain UDP is then a matter of room alone. */
    private static Reply inOrder(Reply reply) {
        List<Item> answers =
                reply.limit() > 0 && reply.limit() < reply.answers().size()
                        ? reply.answers().subList(0, reply.limit())
                        : reply.answers();
        return Reply.of(answers, reply.additional());
    }
}
