package engine.cli;

/** What the command line needs of the agent: to run one. */
@FunctionalInterface
interface AgentStart {

    /**
     * Runs an agent until it is told to end, by signal or request.
     *
     * @return the exit status of the process
     * @throws RuntimeException with a sentence for a person as its message, when the agent cannot start
     */
    int run(AgentOptions options);
}
