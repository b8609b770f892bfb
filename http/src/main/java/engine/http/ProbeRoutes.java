package engine.http;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * {@code /health/live} and {@code /health/ready}, for supervisors and load balancers. They never need a token: they say nothing
 * but how the agent is.
 */
final class ProbeRoutes {
    private static final int UNAVAILABLE = 503;

    private final Supplier<Readiness> readiness;

    ProbeRoutes(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    void addTo(Routes routes) {
        routes.get("/health/live", _ -> Reads.now(Answer.text(200, "Live.\n"))).get("/health/ready", this::ready);
    }

    private CompletionStage<Answer> ready(Call call) {
        var now = readiness.get();
        var ready = now.consistent() || (now.available() && call.query().has("available"));
        var sentence =
                ready && !now.consistent() ? "Ready as far as ?available goes. " + now.sentence() : now.sentence();
        return Reads.now(Answer.text(ready ? 200 : UNAVAILABLE, sentence + "\n"));
    }
}
