package engine.dns;

import engine.dns.Query.Asking;
import engine.dns.Responder.Transport;
import java.util.Arrays;
import java.util.Optional;

/** A query that a server has, and which answers to it are one. */
final class Forwarded {
    /** Type and class behind the name of a question. */
    private static final int TYPE_AND_CLASS = 4;

    private final byte[] query;
    private final Transport transport;
    private final int questionEnd;
    private final int longest;

    Forwarded(byte[] query, Asking asking, Transport transport) {
        this.query = query;
        this.transport = transport;
        this.questionEnd = Math.min(query.length, Query.HEADER + asking.name().length() + TYPE_AND_CLASS);
        this.longest = Responder.longest(asking, transport);
    }

    byte[] query() {
        return query;
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
