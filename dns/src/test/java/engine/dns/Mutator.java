package engine.dns;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSIDOption;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Queries as nobody should send them, the same for the same seed. */
final class Mutator {
    private static final List<String> NAMES = List.of(
            "web.service.consul",
            "big.service.consul",
            "primary.web.service.dc1.dc.consul",
            "_web._tcp.service.consul",
            "ext1.node.consul",
            "7f00000c.addr.dc1.consul",
            "11.0.0.127.in-addr.arpa",
            "consul",
            "example.com");
    private static final int[] TYPES = {Type.A, Type.AAAA, Type.SRV, Type.TXT, Type.ANY, Type.SOA, Type.PTR, Type.AXFR};

    private final Random random;
    private final byte[][] seeds;

    Mutator(long seed) {
        random = new Random(seed);
        seeds = new byte[NAMES.size() * TYPES.length][];
        for (int i = 0; i < seeds.length; i++) {
            Message query = Fixture.query(NAMES.get(i % NAMES.size()), TYPES[i / NAMES.size()], 0);
            if (i % 2 == 0) {
                query.addRecord(
                        new OPTRecord(
                                1232,
                                0,
                                0,
                                0x8000,
                                new NSIDOption(new byte[0]),
                                new ClientSubnetOption(24, InetAddress.ofLiteral("10.0.0.0")),
                                new CookieOption(new byte[8])),
                        Section.ADDITIONAL);
            }
            seeds[i] = query.toWire();
        }
    }

    byte[] next() {
        byte[] query = seeds[random.nextInt(seeds.length)].clone();
        return switch (random.nextInt(8)) {
            case 0 -> flipped(query, 1);
            case 1 -> flipped(query, 1 + random.nextInt(12));
            case 2 -> Arrays.copyOf(query, random.nextInt(query.length + 1));
            case 3 -> longer(query);
            case 4 -> pointed(query);
            case 5 -> counted(query);
            case 6 -> named();
            default -> noise();
        };
    }

    private byte[] flipped(byte[] query, int times) {
        for (int i = 0; i < times; i++) {
            query[random.nextInt(query.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return query;
    }

    private byte[] longer(byte[] query) {
        byte[] all = Arrays.copyOf(query, query.length + random.nextInt(400));
        for (int i = query.length; i < all.length; i++) {
            all[i] = (byte) random.nextInt(256);
        }
        return all;
    }

    /** A compression pointer where a label was: to itself, back, forward or beyond the end (RFC 1035 4.1.4). */
    private byte[] pointed(byte[] query) {
        int at = 12 + random.nextInt(Math.max(1, query.length - 13));
        query[at] = (byte) (0xc0 | random.nextInt(64));
        query[Math.min(at + 1, query.length - 1)] = (byte) (random.nextBoolean() ? at : random.nextInt(256));
        return query;
    }

    private byte[] counted(byte[] query) {
        int at = 4 + random.nextInt(8);
        query[at] = (byte) random.nextInt(256);
        return query;
    }

    /** A service that nobody has asked for before. */
    private byte[] named() {
        return Fixture.query("x" + Long.toHexString(random.nextLong()) + ".service.consul", Type.SRV, 1232)
                .toWire();
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(700)];
        random.nextBytes(bytes);
        return bytes;
    }
}
