package engine.dns;

import engine.dns.Explained.Sought;
import engine.dns.Responder.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks the zone as a client would, and says what the question means. For any thread. */
final class Explainer {
    private final Supplier<Zone> zone;
    private final Responders responders;

    Explainer(Supplier<Zone> zone, Responders responders) {
        this.zone = zone;
        this.responders = responders;
    }

    /** @throws IllegalArgumentException with a sentence for what is no name or type */
    Explained explain(String name, String type, boolean tcp) {
        Name full = Names.absolute(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Invalid name: it has labels of 1 to 63 bytes between dots, and at most 255 bytes in all."));
        int number = Type.value(type.toUpperCase(Locale.ROOT));
        if (number < 0) {
            throw new IllegalArgumentException(
                    "Invalid type: it is one such as A, AAAA, SRV, TXT, PTR, NS, SOA or ANY.");
        }
        Message query = Message.newQuery(Record.newRecord(full, number, DClass.IN));
        Message answer = responders
                .use(responder -> responder.answer(query.toWire(), tcp ? Transport.TCP : Transport.UDP))
                .map(Recursors::read)
                .orElseThrow();
        Asked asked = zone.get().asked(full);
        return new Explained(
                full.toString(),
                Type.string(number),
                Rcode.string(answer.getRcode()),
                answer.getHeader().getFlag(Flags.AA),
                answer.getHeader().getFlag(Flags.TC),
                section(answer, Section.ANSWER),
                section(answer, Section.AUTHORITY),
                section(answer, Section.ADDITIONAL),
                meaning(asked, full),
                asked instanceof Asked.Service service
                        ? Optional.of(new Sought(service.name(), service.tag()))
                        : Optional.empty());
    }

    private static List<String> section(Message answer, int section) {
        return answer.getSection(section).stream()
                .map(record -> String.join(" ", record.toString().split("\\s+")))
                .toList();
    }

    private String meaning(Asked asked, Name name) {
        return switch (asked) {
            case Asked.Apex _ -> "the zone itself";
            case Asked.Branch _ -> "a name that only has names below it";
            case Asked.Service service ->
                "service '" + service.name() + "'"
                        + (service.tag().isEmpty() ? "" : " with tag '" + service.tag() + "'")
                        + (service.located() ? ", for SRV alone" : "");
            case Asked.Prepared(var query) ->
                "prepared query '" + query + "', of which /v1/query/" + query + "/explain says more";
            case Asked.Node(var node) -> "node '" + node + "'";
            case Asked.Address(var digits) -> "the address spelt " + digits;
            case Asked.Nothing _ ->
                zone.get().isReverse(name)
                        ? "the name of what has an address"
                        : zone.get().isOurs(name)
                                ? "no form of name of this zone, or another datacenter than '"
                                        + zone.get().settings().datacenter() + "'"
                                : "a name of another zone";
        };
    }
}
