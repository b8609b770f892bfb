package engine.dns;

import engine.dns.DnsSettings.Order;
import engine.dns.Query.Asking;
import engine.dns.Reply.Extra;
import engine.dns.Reply.Item;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.xbill.DNS.Type;

/**
 * Writes answers in wire form (RFC 1035 4.1): shuffled, cut to what fits, the names that repeat compressed. Answers come
 * first, then AUTHORITY, then as many whole sets of ADDITIONAL as there is room for. Keeps scratch space: one per thread.
 */
final class AnswerWriter {
    private static final int OPT_LENGTH = 11;
    /** Of a record: a pointer as its owner, type, class, TTL and length. */
    private static final int SHORTEST = 12;

    private static final int QUESTION_POINTER = 0xc000 | Query.HEADER;
    /** Names beyond this offset cannot be pointed at (RFC 1035 4.1.4). */
    private static final int MAX_POINTER = 0x3fff;
    /** From the end of its owner to the target of an SRV record: type, class, TTL, length, priority, weight, port. */
    private static final int SRV_TARGET = 16;
    /** UDP payload we take (RFC 6891 6.2.3). */
    static final int UDP_PAYLOAD = 4096;

    private static final int QR = 0x8000;
    private static final int AA = 0x0400;
    private static final int TC = 0x0200;
    private static final int RD = 0x0100;
    private static final int RA = 0x0080;
    private static final int CD = 0x0010;

    private final Arranger arranger = new Arranger();
    private final BitSet written = new BitSet();
    private int[] order = {};
    private int[] targets = new int[64];

    /**
     * What a client takes, and how.
     *
     * @param bytes most of the message
     * @param pooled most instances of a service; 0 for no limit
     * @param truncate whether TC is set when answers were left out
     * @param minimal whether ADDITIONAL has the OPT record alone
     * @param distance of nodes from the client
     * @param recursion whether others would be asked for it
     * @param options of the OPT record, as bytes; without EDNS there are none
     */
    record Room(
            int bytes,
            int pooled,
            boolean truncate,
            boolean compress,
            boolean minimal,
            Order order,
            ToDoubleFunction<String> distance,
            boolean recursion,
            ByteBuffer options) {}

    /** A response of nothing but a header. */
    void refuse(Query.Refused query, ByteBuffer out) {
        out.clear();
        header(out, query.id(), QR | (query.opcode() << 11) | (query.recursionDesired() ? RD : 0) | query.rcode(), 0);
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.flip();
    }

    /** A response with TC of nothing but a header and the question (RFC 2181 9). */
    void truncate(Asking query, ByteBuffer out) {
        out.clear();
        header(out, query.id(), QR | TC | (query.recursionDesired() ? RD : 0), 1);
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        out.put(query.name().toWire()).putShort((short) query.type()).putShort((short) query.dclass());
        out.flip();
    }

    /** Fills {@code out} from its start and flips it. It must have the room's size at least. */
    void write(Asking query, Reply reply, Room room, ByteBuffer out) {
        boolean edns = query.edns().present();
        out.clear();
        out.limit(room.bytes() - (edns ? OPT_LENGTH + room.options().remaining() : 0))
                .position(Query.HEADER);
        out.put(query.name().toWire()).putShort((short) query.type()).putShort((short) query.dclass());

        int wanted = wanted(reply);
        int allowed = reply.pooled() && room.pooled() > 0 ? Math.min(wanted, reply.fixed() + room.pooled()) : wanted;
        int answers = answers(reply, allowed, room, out);
        int authority = 0;
        while (authority < reply.authority().size() && put(reply.authority().get(authority), 0, out)) {
            authority++;
        }
        boolean cut = answers < wanted || authority < reply.authority().size();
        int additional = room.minimal() ? 0 : additional(reply, answers, room.compress(), out);
        if (edns) {
            out.limit(room.bytes());
            opt(query, reply.rcode(), room.options(), out);
            additional++;
        }
        int end = out.position();
        out.position(0);
        int flags = QR
                | (reply.authoritative() ? AA : 0)
                | (cut && room.truncate() ? TC : 0)
                | (query.recursionDesired() ? RD : 0)
                | (room.recursion() ? RA : 0)
                | (query.checkingDisabled() ? CD : 0)
                | (reply.rcode() & 0xf);
        header(out, query.id(), flags, 1);
        out.putShort((short) answers).putShort((short) authority).putShort((short) additional);
        out.position(end).flip();
    }

    private static void header(ByteBuffer out, int id, int flags, int questions) {
        out.putShort((short) id).putShort((short) flags).putShort((short) questions);
    }

    private static int wanted(Reply reply) {
        int all = reply.answers().size();
        return reply.limit() > 0 ? Math.min(all, reply.fixed() + reply.limit()) : all;
    }

    /** Writes up to {@code allowed} answers and remembers which ({@code order}) and where their targets are. */
    private int answers(Reply reply, int allowed, Room room, ByteBuffer out) {
        List<Item> items = reply.answers();
        if (targets.length < items.size()) {
            targets = new int[items.size()];
        }
        // No more than could fit need an order.
        int wanted = Math.min(allowed, reply.fixed() + out.remaining() / SHORTEST + 1);
        order = arranger.arrange(reply, wanted, room.order(), room.distance());
        for (int i = 0; i < allowed; i++) {
            Item item = items.get(order[i]);
            int pointer = item.owned() && room.compress() ? QUESTION_POINTER : 0;
            int owner = pointer == 0 ? item.answer().ownerWire().length : 2;
            targets[i] = out.position() + owner + SRV_TARGET;
            if (!put(item.answer(), pointer, out)) {
                return i;
            }
        }
        return allowed;
    }

    /** Sets that do not fit are left out without TC: they are a courtesy (RFC 2181 9). */
    private int additional(Reply reply, int answers, boolean compress, ByteBuffer out) {
        int count = 0;
        for (Rr rr : reply.additional()) {
            count += put(rr, 0, out) ? 1 : 0;
        }
        written.clear();
        for (int i = 0; i < answers; i++) {
            List<Extra> extras = reply.answers().get(order[i]).extras();
            for (int j = 0; j < extras.size(); j++) {
                Extra extra = extras.get(j);
                if (!written.get(extra.id()) && put(extra, compress ? targets[i] : MAX_POINTER + 1, out)) {
                    written.set(extra.id());
                    count += extra.set().size();
                }
            }
        }
        return count;
    }

    private static boolean put(Extra extra, int target, ByteBuffer out) {
        int start = out.position();
        int pointer = extra.ofTarget() && target <= MAX_POINTER ? 0xc000 | target : 0;
        for (Rr rr : extra.set()) {
            if (!put(rr, pointer, out)) {
                out.position(start);
                return false;
            }
        }
        return true;
    }

    /** Writes a record whole or not at all. A pointer of 0 writes its owner. */
    private static boolean put(Rr rr, int pointer, ByteBuffer out) {
        int owner = pointer == 0 ? rr.ownerWire().length : 2;
        if (owner + rr.rest().length > out.remaining()) {
            return false;
        }
        if (pointer == 0) {
            out.put(rr.ownerWire());
        } else {
            out.putShort((short) pointer);
        }
        out.put(rr.rest());
        return true;
    }

    private static void opt(Asking query, int rcode, ByteBuffer options, ByteBuffer out) {
        out.put((byte) 0)
                .putShort((short) Type.OPT)
                .putShort((short) UDP_PAYLOAD)
                .put((byte) (rcode >> 4))
                .put((byte) 0)
                .putShort((short) (query.edns().dnssecOk() ? 0x8000 : 0))
                .putShort((short) options.remaining())
                .put(options.duplicate());
    }
}
