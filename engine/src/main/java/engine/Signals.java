package engine;

import org.slf4j.LoggerFactory;

/** Signals that the agent takes; one that it cannot take here ends the process as usual. */
final class Signals {

    private Signals() {}

    /** @param name without SIG */
    static void handle(String name, Runnable action) {
        if (!engine.process.Signals.handle(name, action)) {
            LoggerFactory.getLogger(Signals.class)
                    .warn("SIG{} cannot be handled here: use engine reload and engine leave", name);
        }
    }
}
