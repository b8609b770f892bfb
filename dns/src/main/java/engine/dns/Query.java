package engine.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What arrived from a client, as far as it could be understood. */
sealed interface Query {
    /** Shortest message: its header. */
    int HEADER = 12;

    /** Nothing to answer: no header, or itself a response. Answering those would let two servers talk for ever. */
    record Ignored() implements Query {}

    /**
     * A query refused by its form.
     *
     * @param opcode to be repeated in the response
     */
    record Refused(int id, int opcode, boolean recursionDesired, int rcode) implements Query {}

    /**
     * One question of class IN or another, with EDNS of version 0 or another or none.
     *
     * @param name in the case in which it was asked
     */
    record Asking(
            int id, boolean recursionDesired, boolean checkingDisabled, Name name, int type, int dclass, Edns edns)
            implements Query {
        /** REFUSED for a class we do not serve, BADVERS for an unknown version of EDNS (RFC 6891 6.1.3), else NOERROR. */
        int rcode() {
            return edns.version() > 0 ? Rcode.BADVERS : dclass == DClass.IN ? Rcode.NOERROR : Rcode.REFUSED;
        }
    }

    /**
     * The client's OPT record (RFC 6891).
     *
     * @param size UDP payload it takes
     * @param dnssecOk the DO bit, which the response repeats (RFC 3225)
     */
    record Edns(boolean present, int size, int version, boolean dnssecOk, List<EDNSOption> options) {
        static final Edns NONE = new Edns(false, 0, 0, false, List.of());

        /** The first option of a kind. */
        <T extends EDNSOption> Optional<T> option(Class<T> kind) {
            return options.isEmpty()
                    ? Optional.empty()
                    : options.stream().filter(kind::isInstance).map(kind::cast).findFirst();
        }
    }

    /** @param wire one message, from its position to its limit */
    static Query parse(ByteBuffer wire) {
        if (wire.remaining() < HEADER) {
            return new Ignored();
        }
        int start = wire.position();
        int id = wire.getShort(start) & 0xffff;
        int flags = wire.getShort(start + 2) & 0xffff;
        if ((flags & 0x8000) != 0) {
            return new Ignored();
        }
        int opcode = (flags >> 11) & 0xf;
        boolean recursionDesired = (flags & 0x0100) != 0;
        if (opcode != Opcode.QUERY) {
            return new Refused(id, opcode, recursionDesired, Rcode.NOTIMP);
        }
        // Exactly one question (RFC 9619).
        if (wire.getShort(start + 4) != 1) {
            return new Refused(id, opcode, recursionDesired, Rcode.FORMERR);
        }
        try {
            var message = new Message(wire.slice());
            Record question = message.getQuestion();
            List<Record> options = message.getSection(Section.ADDITIONAL).stream()
                    .filter(record -> record.getType() == Type.OPT)
                    .toList();
            // The library forgives a message with TC that ends too early, its question included.
            if (question == null || options.size() > 1) {
                return new Refused(id, opcode, recursionDesired, Rcode.FORMERR);
            }
            Edns edns = options.isEmpty() ? Edns.NONE : edns((OPTRecord) options.getFirst());
            return new Asking(
                    id,
                    recursionDesired,
                    (flags & 0x10) != 0,
                    question.getName(),
                    question.getType(),
                    question.getDClass(),
                    edns);
        } catch (IOException _) {
            return new Refused(id, opcode, recursionDesired, Rcode.FORMERR);
        }
    }

    private static Edns edns(OPTRecord option) {
        return new Edns(
                true,
                option.getPayloadSize(),
                option.getVersion(),
                (option.getFlags() & Flags.DO) != 0,
                option.getOptions());
    }
}
