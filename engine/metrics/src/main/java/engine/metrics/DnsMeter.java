package engine.metrics;

import java.util.List;

/** Counts the answers of one thread that answers DNS, without looking anything up. */
public final class DnsMeter {
    private static final int A = 1;
    private static final int NS = 2;
    private static final int CNAME = 5;
    private static final int SOA = 6;
    private static final int PTR = 12;
    private static final int TXT = 16;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int ANY = 255;

    static final List<String> TYPES = List.of("A", "AAAA", "ANY", "CNAME", "NS", "PTR", "SOA", "SRV", "TXT", "other");
    /** By their number (RFC 1035 4.1.1). */
    static final List<String> RCODES =
            List.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED", "other");

    private final Counter[] udp = counters("udp");
    private final Counter[] tcp = counters("tcp");
    private final Counter[] rcodes =
            RCODES.stream().map(Metrics.DNS_ANSWERS::with).toArray(Counter[]::new);

    private static Counter[] counters(String transport) {
        return TYPES.stream()
                .map(type -> Metrics.DNS_QUERIES.with(transport, type))
                .toArray(Counter[]::new);
    }

    /** The time at which a query came, for {@link #answered}. */
    public static long begin() {
        return System.nanoTime();
    }

    /**
     * A query was answered.
     *
     * @param type and {@code rcode} by their numbers
     * @param began as {@link #begin} said
     */
    public void answered(boolean overTcp, int type, int rcode, long began) {
        var took = System.nanoTime() - began;
        (overTcp ? tcp : udp)[index(type)].increment();
        rcodes[Math.min(rcode, rcodes.length - 1)].increment();
        Metrics.DNS_TIME.record(took);
        if (type == PTR) {
            Metrics.DNS_PTR.series().values().forEach(timing -> timing.record(took));
        }
    }

    private static int index(int type) {
        return switch (type) {
            case A -> 0;
            case AAAA -> 1;
            case ANY -> 2;
            case CNAME -> 3;
            case NS -> 4;
            case PTR -> 5;
            case SOA -> 6;
            case SRV -> 7;
            case TXT -> 8;
            default -> TYPES.size() - 1;
        };
    }
}
