package engine.local;

import engine.checks.CheckDefinition;
import engine.checks.Status;
import engine.state.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A check of this agent as it stands.
 *
 * @param value as this agent shows it
 * @param told as the catalog should have it: the same, but for an output that waits to be told
 * @param definition what is probed; empty for maintenance, which is critical as long as it is there
 * @param fromConfig whether it came from a configuration file, and goes when it is no longer there
 */
public record LocalCheck(
        Value.Check value, Value.Check told, Optional<CheckDefinition> definition, boolean fromConfig) {

    /** A check of the node, or with {@code service} one of that service. */
    public static LocalCheck of(
            String node,
            CheckDefinition definition,
            Optional<LocalService> service,
            CheckState state,
            boolean fromConfig) {
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
                        definition.spec().type(),
                        state.since())
                .routing(definition.options().routing());
        return new LocalCheck(value, value, Optional.of(definition), fromConfig);
    }

    /** With what its probe found, which the catalog has yet to be told. */
    public LocalCheck found(Status status, String output, Instant now) {
        var v = value;
        var found = new Value.Check(
                        v.node(),
                        v.id(),
                        v.name(),
                        status.text(),
                        v.notes(),
                        output,
                        v.serviceId(),
                        v.serviceName(),
                        v.serviceTags(),
                        v.type(),
                        state().found(status, output, now).since())
                .routing(v.routing());
        return new LocalCheck(found, told, definition, fromConfig);
    }

    /** With all that it shows told to the catalog. */
    LocalCheck toldAll() {
        return new LocalCheck(value, value, definition, fromConfig);
    }

    /** Whether the catalog has another status. */
    boolean hasNews() {
        return !value.status().equals(told.status());
    }

    /** Its state, to go on from when it is defined anew. */
    CheckState state() {
        return new CheckState(Status.parse(value.status()).orElse(Status.CRITICAL), value.output(), value.since());
    }
}
