package engine.cli;

import java.io.IOException;
import java.util.List;

/**
 * A hidden command: a server and a client agent in one process, so that one class archive holds what either of them loads
 * ({@code bin/engine build}).
 */
final class DemoPair implements Command {
    static final String NAME = "agent-pair";

    @Override
    public Syntax syntax() {
        return Syntax.of(NAME, "Runs two agents in one process, for the class archive.")
                .operands("ARGUMENTS ARGUMENTS", 2)
                .example(NAME + " \"$first\" \"$second\"");
    }

    /** A command line as one operand. */
    static String line(List<String> arguments) {
        return String.join("\n", arguments);
    }

    static List<String> arguments(String line) {
        return line.lines().toList();
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        if (arguments.operands().size() < 2) {
            throw Failure.usage("give the command lines of two agents.");
        }
        var second = arguments(arguments.operands().getLast());
        Thread.ofPlatform().name("second agent").daemon().start(() -> Main.run(second, shell));
        return Commands.run(arguments(arguments.operands().getFirst()), shell);
    }
}
