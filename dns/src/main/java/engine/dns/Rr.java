package engine.dns;

import java.util.Arrays;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One resource record in wire form (RFC 1035 4.1.3), made once and copied into many answers: all that follows the
 * owner as bytes without compression pointers, the owner beside it.
 */
final class Rr {
    private final Name owner;
    private final byte[] ownerWire;
    private final byte[] rest;
    private final int type;

    private Rr(Name owner, byte[] rest, int type) {
        this.owner = owner;
        this.ownerWire = owner.toWire();
        this.rest = rest;
        this.type = type;
    }

    static Rr of(Record record) {
        byte[] wire = record.toWire(Section.ANSWER);
        return new Rr(
                record.getName(), Arrays.copyOfRange(wire, record.getName().length(), wire.length), record.getType());
    }

    Name owner() {
        return owner;
    }

    int type() {
        return type;
    }

    /** The owner, uncompressed. The caller does not change it. */
    byte[] ownerWire() {
        return ownerWire;
    }

    /** Type, class, TTL, length and data. The caller does not change it. */
    byte[] rest() {
        return rest;
    }
}
