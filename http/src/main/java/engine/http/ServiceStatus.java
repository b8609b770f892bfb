package engine.http;

import java.util.List;

/**
 * A service of the agent with all checks that decide its health, its own and the node's, and what they come to.
 *
 * @param status maintenance, critical, warning or passing: the first that any check is in
 */
record ServiceStatus(Service service, List<Check> checks, String status) {

    static ServiceStatus of(Service service, List<Check> allChecks) {
        var checks = allChecks.stream().filter(service::isDecidedBy).toList();
        return new ServiceStatus(service, checks, worst(checks));
    }

    /** The state of a service that several instances offer: that of the worst. */
    static String worstOf(List<ServiceStatus> instances) {
        return instances.stream()
                .map(ServiceStatus::status)
                .min((a, b) -> Integer.compare(rank(a), rank(b)))
                .orElse("passing");
    }

    /** What HTTP health checks take for healthy, warning (429) and down. */
    static int httpStatus(String status) {
        return switch (status) {
            case "passing" -> 200;
            case "warning" -> 429;
            default -> 503;
        };
    }

    /** The first of maintenance, critical, warning and passing that any of the checks is in. */
    static String worst(List<Check> checks) {
        return checks.stream()
                .map(ServiceStatus::status)
                .min((a, b) -> Integer.compare(rank(a), rank(b)))
                .orElse("passing");
    }

    private static String status(Check check) {
        var maintenance = check.id().equals("_node_maintenance") || check.id().startsWith("_service_maintenance:");
        return maintenance ? "maintenance" : check.status();
    }

    private static int rank(String status) {
        return switch (status) {
            case "maintenance" -> 0;
            case "critical" -> 1;
            case "warning" -> 2;
            default -> 3;
        };
    }
}
