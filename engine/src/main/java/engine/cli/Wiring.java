package engine.cli;

/**
 * Where the command line meets the agent. Only these methods name classes of it, so that the other commands do not load
 * them.
 */
final class Wiring {
    private Wiring() {}

    static AgentStart agent() {
        return _ -> {
            throw new Failure("this build has no agent.");
        };
    }

    static ConfigCheck configCheck() {
        return (_, _) -> {
            throw new Failure("this build has no agent.");
        };
    }
}
