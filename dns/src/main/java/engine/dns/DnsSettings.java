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
 * @param udpAnswerLimit most records of one UDP answer without EDNS
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

    /** The timers of the SOA record (RFC 1035 3.3.13), in seconds. */
    public record Soa(int refresh, int retry, int expire, int minTtl) {}
}
