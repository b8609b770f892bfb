package engine;

import engine.checks.CheckDefinition;
import engine.checks.Result;
import engine.checks.Status;
import engine.state.Value;
import java.util.List;
import java.util.Optional;

/**
 * A check of this agent as it stands.
 *
 * @param value as the catalog keeps it, but for an output that waits to be told
 * @param definition what is probed; empty for maintenance, which is critical as long as it is there
 * @param fromConfig whether it came from a configuration file, and goes when it is no longer there
 */
record LocalCheck(Value.Check value, Optional<CheckDefinition> definition, boolean fromConfig) {

    /** A check of the node, or with {@code service} one of that service. */
    static LocalCheck of(
            String node, CheckDefinition definition, Optional<LocalService> service, Result state, boolean fromConfig) {
        var value = new Value.Check(
                node,
                definition.id(),
                definition.name(),
                state.status().text(),
                definition.notes(),
                state.output(),
                definition.serviceId(),
                service.map(s -> s.definition().name()).orElse(""),
                service.map(s -> s.definition().tags()).orElse(List.of()),
                definition.spec().type());
        return new LocalCheck(value, Optional.of(definition), fromConfig);
    }

    LocalCheck with(Status status, String output) {
        var v = value;
        return new LocalCheck(
                new Value.Check(
                        v.node(),
                        v.id(),
                        v.name(),
                        status.text(),
                        v.notes(),
                        output,
                        v.serviceId(),
                        v.serviceName(),
                        v.serviceTags(),
                        v.type()),
                definition,
                fromConfig);
    }

    /** Its state, to go on from when it is defined anew. */
    Result state() {
        return new Result(Status.parse(value.status()).orElse(Status.CRITICAL), value.output());
    }
}
