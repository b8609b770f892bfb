package engine.dns;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * How many responses each network may have (/24 of IPv4, /56 of IPv6), so that queries with a false sender do not make
 * this server flood it. Of what is too much every second is answered with TC alone: who is really there asks over TCP.
 * A table of fixed size: networks that share a place share its allowance. One per thread.
 */
final class RateLimit {
    private static final int PLACES = 8192;
    private static final long SECOND = 1_000_000_000L;

    private double[] tokens = {};
    private long[] since = {};
    private boolean slip;

    /** What becomes of a response. */
    enum Verdict {
        SEND,
        TRUNCATE,
        DROP
    }

    /**
     * Counts one response.
     *
     * @param perSecond more than 0; as many may come at once
     * @param now nanoseconds
     */
    Verdict judge(InetAddress client, int perSecond, long now) {
        if (since.length == 0) {
            tokens = new double[PLACES];
            since = new long[PLACES];
            Arrays.fill(since, now - SECOND);
        }
        byte[] address = client.getAddress();
        int place = Math.floorMod(
                Arrays.hashCode(Arrays.copyOf(address, address.length == 4 ? 3 : 7)) * 0x9e3779b1, PLACES);
        double earned = (now - since[place]) * (double) perSecond / SECOND;
        since[place] = now;
        tokens[place] = Math.min(tokens[place] + earned, perSecond);
        if (tokens[place] >= 1) {
            tokens[place]--;
            return Verdict.SEND;
        }
        slip = !slip;
        return slip ? Verdict.TRUNCATE : Verdict.DROP;
    }
}
