package engine.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a probe of a node without an agent found, to be written into the catalog if the check is as the prober knew it. Nothing but
 * status and output changes. The check that says whether the node is reachable is made where there is none; no other is.
 *
 * @param id of the check
 * @param expected ModifyIndex that the prober knew; 0 for none
 * @param status passing, warning or critical
 */
public record Finding(String node, String id, long expected, String status, String output) {

    /** By this metadata a node says that no agent is on it, and that its checks are run for it. */
    public static final String EXTERNAL_NODE = "external-node";

    /** By this an external node says that it is to be pinged. */
    public static final String EXTERNAL_PROBE = "external-probe";

    /** Id of the check that says whether an external node is reachable. */
    public static final String NODE_CHECK = "externalNodeHealth";

    private static final String NODE_CHECK_NAME = "External Node Status";

    /** Whether a node's metadata says so. */
    public static boolean is(Value.@Nullable Node node, String meta) {
        return node != null && node.meta() != null && "true".equals(node.meta().get(meta));
    }

    Key.Check key() {
        return new Key.Check(node, id);
    }

    /** What is to be done to a bucket as it is: nothing to a check that has changed, or whose node is external no more. */
    List<Op> ops(Bucket bucket) {
        var there = live(bucket, key()) instanceof Value.Check check ? check : null;
        var on = live(bucket, new Key.Node(node)) instanceof Value.Node found ? found : null;
        var isReachability = key().id().equals(Key.fold(NODE_CHECK));
        var value = there != null ? there.found(status, output) : reachability(on == null ? node : on.name());
        var known = is(on, EXTERNAL_NODE) && (there != null || (isReachability && is(on, EXTERNAL_PROBE)));
        return List.of(known ? new Op.PutIf(key(), value, expected) : new Op.PutIf(key(), value, NEVER));
    }

    /** No entry has this index. */
    private static final long NEVER = -1;

    private Value.Check reachability(String name) {
        return new Value.Check(name, id, NODE_CHECK_NAME, status, "", output, "", "", List.of(), "");
    }

    private static @Nullable Value live(Bucket bucket, Key key) {
        var entry = bucket.get(key.text());
        return entry == null ? null : entry.value();
    }
}
