package engine.naming;

import engine.state.ServiceInstance;
import engine.state.Stored;
import engine.state.Value;

/** Why an instance is not answered for its health. */
final class Unhealthy {
    private Unhealthy() {}

    static String why(ServiceInstance instance) {
        var checks = instance.checks().stream().map(Stored::value).toList();
        return checks.stream()
                .filter(check -> check.status().equals("critical"))
                .findFirst()
                .map(Unhealthy::critical)
                .orElseGet(() -> checks.stream()
                        .filter(check -> check.status().equals("warning"))
                        .findFirst()
                        .map(check -> "check '" + check.name() + "' is in warning, and only-passing is set")
                        .orElse("it is not healthy"));
    }

    private static String critical(Value.Check check) {
        return check.type().equals("maintenance")
                ? "it is in maintenance: " + check.notes()
                : "check '" + check.name() + "' is critical";
    }
}
