package cluster;

import java.time.Duration;

/**
 * How long things may take before it is a failure. The goals are tighter (docs/performance.md has what is measured); these
 * leave room for a machine of two cores that runs all nodes.
 *
 * @param form a cluster has formed, or a node is back and everyone knows; what starting many at once takes comes on top
 * @param gone a node that does not run, or cannot be reached, is out of DNS
 * @param parted links are cut, and who is at a server on the other side is out of DNS: it has some seconds to come to another
 * @param converge all servers have equal content after a heal
 * @param hold a server that has started, and can get into no cluster, takes the others for alive
 */
record Bounds(Duration form, Duration gone, Duration parted, Duration converge, Duration hold) {
    /** Those of one machine, all times a factor. */
    static Bounds of(double patience) {
        return new Bounds(
                seconds(20 * patience), seconds(7 * patience), seconds(14 * patience), seconds(10 * patience), seconds(15 * patience));
    }

    /** The same when that many processes start at once: most of it is their JVMs, which share the cores. */
    Duration form(int started) {
        return form.plus(form.multipliedBy(started).dividedBy(10));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }
}
