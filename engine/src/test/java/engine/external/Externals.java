package engine.external;

import engine.config.Configuration;
import engine.config.Definitions;
import engine.config.Sources;
import java.util.List;
import java.util.Map;

/** Checks of nodes without an agent, with what a test cares about. */
final class Externals {
    static final Definitions DEFINITIONS =
            Definitions.ofBodies(Configuration.load(new Sources(List.of(), Map.of("node-name", "n1"), true, ""))
                    .settings());

    private Externals() {}

    static ExternalCheck check(String id, String status, String definition, long index) {
        return new ExternalCheck("printer", "10.0.0.9", id, "", "lp", "lp", status, "", definition, index);
    }

    static ExternalCheck tcp(String id) {
        return check(id, "passing", "{\"TCP\":\"10.0.0.9:631\"}", 7);
    }

    static ExternalCheck reachability(String status, long index) {
        return new ExternalCheck(
                "printer", "10.0.0.9", "externalNodeHealth", "External Node Status", "", "", status, "", "", index);
    }
}
