package engine.dns;

import java.util.List;
import org.xbill.DNS.Rcode;

/**
 * What a query gets, before it is shuffled and cut to what fits.
 *
 * @param authoritative the AA bit
 * @param answers the records for ANSWER, each with what it brings into ADDITIONAL
 * @param fixed how many of the first answers keep their place; the others come in random order
 * @param limit most answers besides the fixed ones; 0 for no limit
 * @param pooled whether the answers are instances of a service, to which the limit for plain UDP applies
 */
record Reply(
        int rcode,
        boolean authoritative,
        List<Item> answers,
        int fixed,
        int limit,
        boolean pooled,
        List<Rr> authority,
        List<Rr> additional) {

    /** An answer record and the sets that accompany it. Its owner is that of the question when {@code owned}. */
    record Item(Rr answer, boolean owned, List<Extra> extras) {}

    /**
     * A record set for ADDITIONAL.
     *
     * @param id equal for equal sets of one reply, counted from 0: a set is written once (RFC 2181 5)
     * @param ofTarget whether its owner is the target of the SRV record that brings it
     */
    record Extra(int id, List<Rr> set, boolean ofTarget) {}

    static Reply of(List<Item> answers, List<Rr> additional) {
        return new Reply(Rcode.NOERROR, true, answers, answers.size(), 0, false, List.of(), additional);
    }

    static Reply error(int rcode) {
        return new Reply(rcode, false, List.of(), 0, 0, false, List.of(), List.of());
    }

    /** NXDOMAIN, or NOERROR without data, with the SOA that says how long that holds (RFC 2308). */
    static Reply negative(int rcode, List<Rr> authority, List<Rr> additional) {
        return new Reply(rcode, true, List.of(), 0, 0, false, authority, additional);
    }

    boolean hasAnswer() {
        return rcode == Rcode.NOERROR && !answers.isEmpty();
    }
}
