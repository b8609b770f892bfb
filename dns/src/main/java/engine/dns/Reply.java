package engine.dns;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a query gets, before it is shuffled and cut to what fits.
 *
 * @param authoritative the AA bit
 * @param answers the records for ANSWER, each with what it brings into ADDITIONAL
 * @param fixed how many of the first answers keep their place; the others come in random order
 * @param limit most answers besides the fixed ones; 0 for no limit
 * @param pooled whether the answers are instances of a service, to which the limit for plain UDP applies
 * @param beyond the name at which this ends and others may know more: the question's where it is not ours to answer, or
 *     the target of a CNAME; null when nothing is left to ask
 */
record Reply(
        int rcode,
        boolean authoritative,
        List<Item> answers,
        int fixed,
        int limit,
        boolean pooled,
        List<Rr> authority,
        List<Rr> additional,
        @Nullable Name beyond) {

    /**
     * An answer record and the sets that accompany it.
     *
     * @param owned whether its owner is that of the question
     * @param weight share of the load, for an order by weights
     * @param node name of the node that it leads to, for an order by distance; may be empty
     */
    record Item(Rr answer, boolean owned, List<Extra> extras, int weight, String node) {
        /** One that keeps its place. */
        Item(Rr answer, boolean owned, List<Extra> extras) {
            this(answer, owned, extras, 1, "");
        }
    }

    /**
     * A record set for ADDITIONAL.
     *
     * @param id equal for equal sets of one reply, counted from 0: a set is written once (RFC 2181 5)
     * @param ofTarget whether its owner is the target of the SRV record that brings it
     */
    record Extra(int id, List<Rr> set, boolean ofTarget) {}

    static Reply of(List<Item> answers, List<Rr> additional) {
        return new Reply(Rcode.NOERROR, true, answers, answers.size(), 0, false, List.of(), additional, null);
    }

    /** What another server said, but for its OPT record; all of it keeps its place. */
    static Reply of(Message message, Name question) {
        var answers = message.getSection(Section.ANSWER).stream()
                .map(record -> new Item(Rr.of(record), record.getName().equals(question), List.of()))
                .toList();
        var additional = message.getSection(Section.ADDITIONAL).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(Rr::of)
                .toList();
        return new Reply(
                message.getRcode(),
                message.getHeader().getFlag(Flags.AA),
                answers,
                answers.size(),
                0,
                false,
                List.of(),
                additional,
                null);
    }

    static Reply error(int rcode) {
        return new Reply(rcode, false, List.of(), 0, 0, false, List.of(), List.of(), null);
    }

    /** NXDOMAIN, or NOERROR without data, with the SOA that says how long that holds (RFC 2308). */
    static Reply negative(int rcode, List<Rr> authority, List<Rr> additional) {
        return new Reply(rcode, true, List.of(), 0, 0, false, authority, additional, null);
    }

    Reply with(@Nullable Name elsewhere) {
        return new Reply(rcode, authoritative, answers, fixed, limit, pooled, authority, additional, elsewhere);
    }

    Reply with(List<Rr> inAuthority) {
        return new Reply(rcode, authoritative, answers, fixed, limit, pooled, inAuthority, additional, beyond);
    }

    /** With more answers behind those that are there, each under its own name. */
    Reply and(List<Rr> more) {
        var all = new ArrayList<>(answers);
        more.forEach(rr -> all.add(new Item(rr, false, List.of())));
        return new Reply(rcode, authoritative, all, all.size(), limit, pooled, authority, additional, null);
    }
}
