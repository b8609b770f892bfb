package engine.cli;

import java.time.Duration;

/** Tells the agent to join others. */
final class JoinCommand implements Command {
    /** An agent looks names up and tries each address before it answers. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Override
    public Syntax syntax() {
        return Syntax.of("join", "Tells the agent to join the cluster of other agents.")
                .operands("ADDRESS...", 1000)
                .with(Syntax.CONNECTION)
                .example("join 10.0.0.1", "join 10.0.0.1:8301 servers.example.com");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("name an agent to join: `engine join HOST`.");
        }
        var api = Api.of(arguments, shell);
        int joined = 0;
        for (var address : arguments.operands()) {
            var reply = api.send("PUT", Target.of("/v1/agent/join/").path(address), new byte[0], TIMEOUT);
            if (reply.ok()) {
                joined++;
            } else {
                shell.err().print("engine: cannot join '" + Table.safe(address) + "': " + Api.why(reply) + "\n");
            }
        }
        if (joined == 0) {
            throw new Failure("no agent was joined.");
        }
        shell.line("Successfully joined cluster by contacting " + joined + " nodes.");
        return 0;
    }
}
