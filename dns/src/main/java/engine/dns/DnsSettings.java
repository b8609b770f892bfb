package engine.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How DNS is served. Names and meaning as in the {@code dns-config} block.
 *
 * @param domain the zone, without a trailing dot, such as {@code consul}
 * @param altDomain a second name of the same zone; empty for none
 * @param datacenter the datacenter whose names are answered
 * @param nodeTtl TTL of node answers, 0 s to 2^31-1 s
 * @param serviceTtl TTLs of service answers
 * @param udpAnswerLimit most instances in one UDP answer of at most 512 bytes; 0 for no limit
 * @param aRecordLimit most A or AAAA records of one answer; 0 for no limit
 * @param enableTruncate whether TC is set when something was left out
 * @param nodeMetaTxt whether node metadata goes into ADDITIONAL as TXT records
 * @param soa refresh, retry, expire and minimum TTL of the SOA record
 * @param form how answers are written
 * @param recursors who is asked for other names
 * @param freshness how old answers may be
 */
public record DnsSettings(
        String domain,
        String altDomain,
        String datacenter,
        Duration nodeTtl,
        ServiceTtls serviceTtl,
        int udpAnswerLimit,
        int aRecordLimit,
        boolean enableTruncate,
        boolean nodeMetaTxt,
        Soa soa,
        Form form,
        Recursors recursors,
        Freshness freshness) {

    /** Checks every value; the message of a refusal names the setting, the rule and the value. */
    public DnsSettings {
        require(isName(domain), "domain", "must be a domain name", domain);
        require(altDomain.isEmpty() || isName(altDomain), "alt-domain", "must be a domain name or empty", altDomain);
        require(isName(datacenter), "datacenter", "must be usable in domain names", datacenter);
        ttl("node-ttl", nodeTtl);
        require(udpAnswerLimit >= 0, "udp-answer-limit", "must be >= 0", udpAnswerLimit);
        require(aRecordLimit >= 0, "a-record-limit", "must be >= 0", aRecordLimit);
    }

    /** With one TTL for all services, answers of the usual form, and nobody to ask for other names. */
    public DnsSettings(
            String domain,
            String altDomain,
            String datacenter,
            Duration nodeTtl,
            Duration serviceTtl,
            int udpAnswerLimit,
            int aRecordLimit,
            boolean enableTruncate,
            boolean nodeMetaTxt,
            Soa soa) {
        this(
                domain,
                altDomain,
                datacenter,
                nodeTtl,
                ServiceTtls.all(serviceTtl),
                udpAnswerLimit,
                aRecordLimit,
                enableTruncate,
                nodeMetaTxt,
                soa,
                Form.USUAL,
                Recursors.NONE,
                Freshness.ANY);
    }

    /** With answers of another form. */
    public DnsSettings with(Form other) {
        return new DnsSettings(
                domain,
                altDomain,
                datacenter,
                nodeTtl,
                serviceTtl,
                udpAnswerLimit,
                aRecordLimit,
                enableTruncate,
                nodeMetaTxt,
                soa,
                other,
                recursors,
                freshness);
    }

    /** With others to ask. */
    public DnsSettings with(Recursors others) {
        return new DnsSettings(
                domain,
                altDomain,
                datacenter,
                nodeTtl,
                serviceTtl,
                udpAnswerLimit,
                aRecordLimit,
                enableTruncate,
                nodeMetaTxt,
                soa,
                form,
                others,
                freshness);
    }

    /** With other bounds on the age of answers. */
    public DnsSettings with(Freshness other) {
        return new DnsSettings(
                domain,
                altDomain,
                datacenter,
                nodeTtl,
                serviceTtl,
                udpAnswerLimit,
                aRecordLimit,
                enableTruncate,
                nodeMetaTxt,
                soa,
                form,
                recursors,
                other);
    }

    /** The order of the instances in an answer. */
    public enum Order {
        /** Any order, each as likely. */
        RANDOM,
        /** The next instance first with each query. */
        ROTATE,
        /** By chance, those of greater weight sooner. */
        WEIGHTED,
        /** The nearest to the client first, as far as distances are known; by chance among equals. */
        NEAR,
        /** As the directory has them. */
        STABLE
    }

    /**
     * How answers are written.
     *
     * @param compress whether names that repeat are written once (RFC 1035 4.1.4)
     * @param minimal whether there is nothing in ADDITIONAL that was not asked for
     * @param nsid what to call this server when a client asks (RFC 5001); empty for nothing
     * @param responsesPerSecond most UDP responses to one network (/24, /56) without a server cookie; 0 for no limit
     */
    public record Form(boolean compress, boolean minimal, Order order, String nsid, int responsesPerSecond) {
        /** Compressed and full, in random order, without name or limit. */
        public static final Form USUAL = new Form(true, false, Order.RANDOM, "", 0);

        /** Checks every value. */
        public Form {
            require(responsesPerSecond >= 0, "responses-per-second", "must be >= 0", responsesPerSecond);
        }
    }

    /**
     * Who is asked for names outside of the zone, for whom.
     *
     * @param servers none: such names are refused
     * @param timeout how long one of them is waited for
     * @param random whether they are asked in random order
     * @param allowed the networks of the clients that may have names asked for
     */
    public record Recursors(List<InetSocketAddress> servers, Duration timeout, boolean random, List<Network> allowed) {
        /** Nobody is asked. */
        public static final Recursors NONE = new Recursors(List.of(), Duration.ofSeconds(2), false, List.of());

        /** Whether names are asked for when a client wants it. */
        boolean serves(InetAddress client) {
            return !servers.isEmpty() && allowed.stream().anyMatch(network -> network.contains(client));
        }

        /** Checks every value. */
        public Recursors {
            servers = List.copyOf(servers);
            allowed = List.copyOf(allowed);
            require(timeout.isPositive(), "recursor-timeout", "must be > 0 s", timeout);
        }
    }

    /**
     * How old what is answered may be.
     *
     * @param maxStale most time since the source was last heard from; 0: only while it is
     * @param keep whether a client agent keeps what servers answered, for the time when none does
     * @param keptAge most time since a server gave what is kept; 0 for no limit but {@code maxStale}
     */
    public record Freshness(Duration maxStale, boolean keep, Duration keptAge) {
        /** Ten years, Consul's default: what has never been heard from counts as that old. */
        public static final Duration UNKNOWN = Duration.ofDays(3_650);

        /** However old; nothing kept. */
        public static final Freshness ANY = new Freshness(UNKNOWN, false, Duration.ZERO);

        /** Checks every value. */
        public Freshness {
            require(!maxStale.isNegative(), "max-stale", "must be >= 0 s", maxStale);
            require(!keptAge.isNegative(), "cache-max-age", "must be >= 0 s", keptAge);
        }

        /** Whether what is so old may still be answered. */
        boolean allows(Duration age) {
            return age.compareTo(maxStale) <= 0;
        }

        /** Whether what a server said so long ago may still be answered. */
        boolean allowsKept(Duration age) {
            return keep && allows(age) && (keptAge.isZero() || age.compareTo(keptAge) <= 0);
        }
    }

    /** The timers of the SOA record (RFC 1035 3.3.13), in seconds, none negative. */
    public record Soa(int refresh, int retry, int expire, int minTtl) {
        /** Checks every value. */
        public Soa {
            require(refresh >= 0, "soa.refresh", "must be >= 0", refresh);
            require(retry >= 0, "soa.retry", "must be >= 0", retry);
            require(expire >= 0, "soa.expire", "must be >= 0", expire);
            require(minTtl >= 0, "soa.min-ttl", "must be >= 0", minTtl);
        }
    }

    private static boolean isName(String text) {
        return Names.absolute(text).isPresent();
    }

    static Duration ttl(String setting, Duration ttl) {
        boolean fits = !ttl.isNegative() && ttl.toSeconds() <= Integer.MAX_VALUE;
        require(fits, setting, "must be 0 s to 2147483647 s", ttl);
        return ttl;
    }

    private static void require(boolean holds, String setting, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("dns-config: " + setting + " " + rule + ", was " + value);
        }
    }
}
