package engine.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code engine lock} shall do.
 *
 * @param name of the session
 * @param datacenter empty for the agent's own
 * @param ttl of the session; what the claim's {@link Claim#margin} takes of it comes on top
 * @param limit how long to wait for the lock; null for ever, zero for not at all
 * @param retries failures of watching, in a row, after which the lock counts as lost; null for as long as the session lasts
 * @param program with its arguments
 * @param passStdin whether it reads our standard input
 * @param childStatus what becomes of its exit status; null to pass it on
 */
record LockPlan(
        String name,
        String datacenter,
        Duration ttl,
        @Nullable Duration limit,
        @Nullable Integer retries,
        List<String> program,
        boolean passStdin,
        @Nullable Boolean childStatus,
        boolean verbose) {

    /** Whether to try only once. */
    boolean once() {
        return limit != null && limit.isZero();
    }

    /** The limit, for people. */
    String limitText() {
        return limit == null ? "any time" : Times.text(limit.toMillis());
    }

    /** Tells what happens, when that is wanted. */
    void say(Shell shell, String what) {
        if (verbose) {
            shell.tell(what + (what.endsWith(".") ? "" : "."));
        }
    }

    /** What the command exits with. */
    int status(int program) {
        if (childStatus == null) {
            return program;
        }
        return childStatus && program != 0 ? 2 : 0;
    }
}
