package engine.dns;

import engine.dns.Query.Asking;
import engine.dns.Responder.Transport;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** A query that a server has, and which answers to it are one. */
final class Forwarded {
    /** Type and class behind the name of a question. */
    private static final int TYPE_AND_CLASS = 4;

    /** Most aliases that lead on to one host name; longer answers are of addresses. */
    private static final int LONGEST_CHAIN = 8;

    private final byte[] query;
    private final Asking asking;
    private final Transport transport;
    private final int questionEnd;
    private final int longest;

    Forwarded(byte[] query, Asking asking, Transport transport) {
        this.query = query;
        this.asking = asking;
        this.transport = transport;
        this.questionEnd = Math.min(query.length, Query.HEADER + asking.name().length() + TYPE_AND_CLASS);
        this.longest = Responder.longest(asking, transport);
    }

    byte[] query() {
        return query;
    }

    Asking asking() {
        return asking;
    }

    /** Bytes of the longest answer that the client takes. */
    int longest() {
        return longest;
    }

    KeptAnswers.Question question() {
        return new KeptAnswers.Question(asking.name(), asking.type(), longest);
    }

    Transport transport() {
        return transport;
    }

    /**
     * The answer as the client is to have it: with the query's own id and its question in the letters in which it was
     * asked, by which resolvers know an answer that nobody made up.
     *
     * @return empty for what does not answer this query, or is longer than the client takes
     */
    Optional<byte[]> accept(byte[] answer) {
        if (answer.length < Query.HEADER || answer.length > longest || (answer[2] & 0x80) == 0) {
            return Optional.empty();
        }
        int questions = (answer[4] & 0xff) << 8 | (answer[5] & 0xff);
        boolean refusal = questions == 0 && (answer[3] & 0xf) != 0;
        if (!refusal && !(questions == 1 && asksTheSame(answer))) {
            return Optional.empty();
        }
        byte[] accepted = answer.clone();
        System.arraycopy(query, 0, accepted, 0, 2);
        if (!refusal) {
            System.arraycopy(query, Query.HEADER, accepted, Query.HEADER, questionEnd - Query.HEADER);
        }
        return Optional.of(accepted);
    }

    /**
     * Where an answer ends that others may go on from: the host name outside of the zone that is its last alias, or the reverse
     * name that is not known.
     */
    Optional<Name> beyond(byte[] answer, Zone zone) {
        int rcode = answer[3] & 0xf;
        if (rcode == Rcode.SERVFAIL) {
            return zone.isReverse(asking.name()) ? Optional.of(asking.name()) : Optional.empty();
        }
        boolean truncated = (answer[2] & 0x02) != 0;
        int answers = (answer[6] & 0xff) << 8 | (answer[7] & 0xff);
        if (rcode != Rcode.NOERROR || truncated || answers == 0 || answers > LONGEST_CHAIN) {
            return Optional.empty();
        }
        return Recursors.parsed(answer)
                .map(message -> message.getSection(Section.ANSWER))
                .filter(found -> found.size() == answers)
                .map(List::getLast)
                .filter(CNAMERecord.class::isInstance)
                .map(alias -> ((CNAMERecord) alias).getTarget())
                .filter(target -> !zone.isOurs(target));
    }

    private boolean asksTheSame(byte[] answer) {
        if (answer.length < questionEnd) {
            return false;
        }
        int nameEnd = questionEnd - TYPE_AND_CLASS;
        for (int i = Query.HEADER; i < nameEnd; i++) {
            // The lengths of labels are below all letters.
            if (lower(answer[i]) != lower(query[i])) {
                return false;
            }
        }
        return Arrays.equals(answer, nameEnd, questionEnd, query, nameEnd, questionEnd);
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }
}
