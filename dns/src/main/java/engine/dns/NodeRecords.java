package engine.dns;

import engine.dns.Directory.Host;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** The records of nodes, with names in {@code domain}. */
record NodeRecords(DnsSettings settings, Name domain, Duration ttl) {
    /** Metadata whose key starts so is given as it is, without its key. */
    private static final String BARE = "rfc1035-";

    private static final int MAX_STRING = 255;

    /** {@code <node>.node.<dc>.<domain>}; empty when the node's name cannot be part of a domain name. */
    Optional<Name> name(Host host) {
        return Names.below(host.name() + ".node." + settings.datacenter(), domain);
    }

    /** {@code <hex>.addr.<dc>.<domain>}. */
    Optional<Name> name(byte[] address) {
        return Names.below(Addresses.hex(address) + ".addr." + settings.datacenter(), domain);
    }

    /** The A or AAAA record; empty when the address is a host name. */
    Optional<Rr> address(Name owner, String address) {
        byte[] bytes = Addresses.parse(address);
        return bytes.length == 0 ? Optional.empty() : Optional.of(Rr.of(address(owner, bytes, ttl)));
    }

    /** A (RFC 1035 3.4.1) for 4 bytes, AAAA (RFC 3596 2.2) for 16. */
    static Record address(Name owner, byte[] address, Duration ttl) {
        return Record.newRecord(owner, address.length == 4 ? Type.A : Type.AAAA, DClass.IN, ttl.toSeconds(), address);
    }

    static Rr cname(Name owner, Name target, Duration ttl) {
        return Rr.of(new CNAMERecord(owner, DClass.IN, ttl.toSeconds(), target));
    }

    /** The node's metadata as TXT records, one per key. */
    List<Rr> meta(Name owner, Host host) {
        return host.meta().entrySet().stream()
                .map(entry -> text(owner, attribute(entry.getKey(), entry.getValue())))
                .toList();
    }

    /** {@code key=value} with the quoting of RFC 1464: a backquote before backquotes, and in the key before = and outer spaces. */
    static String attribute(String key, String value) {
        if (key.toLowerCase(Locale.ROOT).startsWith(BARE)) {
            return value;
        }
        String inner = key.strip();
        int leading = key.indexOf(inner);
        int trailing = key.length() - leading - inner.length();
        return "` ".repeat(leading)
                + inner.replace("`", "``").replace("=", "`=")
                + "` ".repeat(trailing)
                + "="
                + value.replace("`", "``");
    }

    /** A TXT record; text of more than 255 bytes goes into several strings (RFC 1035 3.3.14). */
    Rr text(Name owner, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var strings = new ByteArrayOutputStream();
        int from = 0;
        do {
            int length = Math.min(MAX_STRING, bytes.length - from);
            strings.write(length);
            strings.write(bytes, from, length);
            from += length;
        } while (from < bytes.length);
        return Rr.of(Record.newRecord(owner, Type.TXT, DClass.IN, ttl.toSeconds(), strings.toByteArray()));
    }
}
