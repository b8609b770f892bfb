package engine.events;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a trigger does for an event. */
public sealed interface Action {

    /**
     * Runs a program. The payload is on its stdin, the event in its environment.
     *
     * @param command program and arguments; a shell line is {@code ["/bin/sh", "-c", line]}
     * @param environment added to the agent's own and the event's
     * @param user whose rights it has; empty for the agent's
     * @param directory where it runs; empty for the agent's
     * @param niceness added to the agent's own, -20 to 19
     */
    record Program(List<String> command, Map<String, String> environment, String user, String directory, int niceness)
            implements Action {
        public Program {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            if (command.isEmpty() || command.getFirst().isBlank()) {
                throw new IllegalArgumentException("there is no program to run");
            }
            if (niceness < -20 || niceness > 19) {
                throw new IllegalArgumentException("nice must be -20 to 19, was " + niceness);
            }
        }

        /** A program that runs as and where the agent does. */
        public static Program of(List<String> command) {
            return new Program(command, Map.of(), "", "", 0);
        }
    }

    /**
     * Calls a URL.
     *
     * @param headers the values of each
     * @param expect status codes that are success; empty for 200 to 299
     */
    record Call(String method, Template url, Map<String, List<Template>> headers, Template body, Set<Integer> expect)
            implements Action {
        public Call {
            headers = Map.copyOf(headers);
            expect = Set.copyOf(expect);
        }

        boolean expects(int status) {
            return expect.isEmpty() ? status >= 200 && status <= 299 : expect.contains(status);
        }
    }

    /** Writes a key of the key-value store. */
    record Put(Template key, Template value) implements Action {}

    /** Runs the command that the event carries, if it is one of those allowed. */
    record Remote(AllowedCommands allowed) implements Action {}

    /** Fires another event. */
    record Fire(String event, Template payload) implements Action {}
}
