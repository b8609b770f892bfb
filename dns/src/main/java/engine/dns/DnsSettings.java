package engine.dns;

import java.time.Duration;

/**
 * How DNS is served. Names and meaning as in the {@code dns-config} block.
 *
 * @param domain the zone, without a trailing dot, such as {@code consul}
 * @param altDomain a second name of the same zone; empty for none
 * @param datacenter the datacenter whose names are answered
 * @param nodeTtl TTL of node answers, 0 s to 2^31-1 s
 * @param serviceTtl TTL of service answers
 * @param udpAnswerLimit most instances in one UDP answer of at most 512 bytes; 0 for no limit
 * @param aRecordLimit most A or AAAA records of one answer; 0 for no limit
 * @param enableTruncate whether TC is set when something was left out
 * @param nodeMetaTxt whether node metadata goes into ADDITIONAL as TXT records
 * @param soa refresh, retry, expire and minimum TTL of the SOA record
 */
public record DnsSettings(
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

    /** Checks every value; the message of a refusal names the setting, the rule and the value. */
    public DnsSettings {
        require(isName(domain), "domain", "must be a domain name", domain);
        require(altDomain.isEmpty() || isName(altDomain), "alt-domain", "must be a domain name or empty", altDomain);
        require(isName(datacenter), "datacenter", "must be usable in domain names", datacenter);
        require(isTtl(nodeTtl), "node-ttl", "must be 0 s to 2147483647 s", nodeTtl);
        require(isTtl(serviceTtl), "service-ttl", "must be 0 s to 2147483647 s", serviceTtl);
        require(udpAnswerLimit >= 0, "udp-answer-limit", "must be >= 0", udpAnswerLimit);
        require(aRecordLimit >= 0, "a-record-limit", "must be >= 0", aRecordLimit);
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

    private static boolean isTtl(Duration ttl) {
        return !ttl.isNegative() && ttl.toSeconds() <= Integer.MAX_VALUE;
    }

    private static void require(boolean holds, String setting, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("dns-config: " + setting + " " + rule + ", was " + value);
        }
    }
}
