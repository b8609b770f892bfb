package engine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/** Runs an agent in this process. */
final class AgentCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("agent", "Runs an agent until it is told to end.")
                .with(
                        Option.flag("dev", "An agent to try things with: one server, nothing kept on disk."),
                        Option.many("config-file", "FILE", "A configuration file; may be repeated, later ones win."),
                        Option.many("config-dir", "DIRECTORY", "All configuration files of a directory, by name."),
                        Option.of("config-format", "conf|json", "How to read files whose names end in neither."))
                .with(AgentFlags.options())
                .example(
                        "agent -dev",
                        "agent -server -bootstrap-expect=1 -data-dir=/var/lib/engine -client=0.0.0.0",
                        "agent -config-dir=/etc/engine.d -data-dir=/var/lib/engine");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        return start(Wiring.agent(), arguments, shell);
    }

    static int start(AgentStart agent, Arguments arguments, Shell shell) {
        var paths = new ArrayList<Path>();
        for (var option : arguments.given()) {
            if (option.name().equals("config-file") || option.name().equals("config-dir")) {
                paths.add(Path.of(option.value()));
            }
        }
        AgentFlags.remarks(arguments).forEach(remark -> shell.err().print("engine: " + remark + "\n"));
        var options = new AgentOptions(
                paths,
                AgentFlags.overrides(arguments),
                arguments.has("dev"),
                Optional.ofNullable(arguments.value("config-format")));
        shell.err().flush();
        try {
            return agent.run(options);
        } catch (Failure failure) {
            throw failure;
        } catch (RuntimeException e) {
            var sentence = e.getMessage();
            if (sentence == null) {
                throw e;
            }
            throw new Failure("the agent did not start: " + sentence);
        }
    }
}
