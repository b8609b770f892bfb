package engine.checks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Definitions for tests: a check {@code c} of service {@code web}, every 10 s, timeout 5 s, critical at first. */
final class Definitions {

    static final CheckSpec SCRIPT = new CheckSpec.Script(List.of("probe"));
    static final Result UNKNOWN = new Result(Status.CRITICAL, "");

    private Definitions() {}

    static CheckDefinition of(CheckSpec spec) {
        return of("c", spec, Policy.IMMEDIATE);
    }

    static CheckDefinition of(CheckSpec spec, Duration timeout) {
        return of("c", spec, Policy.IMMEDIATE, timeout);
    }

    static CheckDefinition of(String id, CheckSpec spec, Policy policy) {
        return of(id, spec, policy, Duration.ofSeconds(5));
    }

    private static CheckDefinition of(String id, CheckSpec spec, Policy policy, Duration timeout) {
        return new CheckDefinition(
                id,
                id,
                "",
                "web",
                spec,
                Duration.ofSeconds(10),
                timeout,
                Status.CRITICAL,
                policy,
                CheckDefinition.DEFAULT_OUTPUT_MAX_SIZE,
                Optional.of(Duration.ofMinutes(1)));
    }
}
