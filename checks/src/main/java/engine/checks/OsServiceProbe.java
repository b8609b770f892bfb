package engine.checks;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks systemd for the state of a unit: active is passing, on the way to or from it is warning. */
final class OsServiceProbe implements Probe {

    private static final Set<String> CHANGING = Set.of("activating", "deactivating", "reloading", "refreshing");

    private final ScriptProbe systemctl;
    private final String name;

    OsServiceProbe(CheckSpec.OsService target, CheckDefinition definition, Commands commands) {
        name = target.name();
        systemctl = new ScriptProbe(
                new CheckSpec.Script(List.of("systemctl", "is-active", "--", name)), definition, commands);
    }

    @Override
    public Flight start() {
        var asked = systemctl.start();
        return new Flight(asked.result().thenApply(this::result), asked.abandon());
    }

    @Override
    public Duration deadline() {
        return systemctl.deadline();
    }

    @Override
    public Result late() {
        return result(systemctl.late());
    }

    /** What is no state is a reason why it is not known, such as that this machine does not run systemd. */
    private Result result(@Nullable Result told) {
        var state = told == null ? "" : told.output().strip();
        var status =
                state.equals("active") ? Status.PASSING : CHANGING.contains(state) ? Status.WARNING : Status.CRITICAL;
        return new Result(status, "service " + name + ": " + state);
    }
}
