package engine.cli;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs a command on the nodes that match, and shows what each of them printed. */
final class ExecCommand implements Command {
    /** Name of the event that carries a command. */
    static final String EVENT = "engine:exec";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** How long after a command's own timeout a node may still be silent. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    @Override
    public Syntax syntax() {
        return Syntax.of(
                        "exec",
                        "Runs a command on the nodes that match, if they allow it, and shows its output as it comes.")
                .program("COMMAND [ARG...]")
                .with(EventFilters.OPTIONS)
                .with(RolloutFlags.OPTIONS)
                .with(
                        Option.flag("dry-run", "Run nothing: print which nodes match."),
                        Option.flag("no-wait", "Print the id and return at once."),
                        Option.of("timeout", "TIME", "The command is killed after this; default 60s."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example(
                        "exec uptime",
                        "exec --service '^web$' systemctl restart nginx",
                        "exec 'df -h | grep /var'",
                        "exec --node '^web' --max-parallel 1 --until-healthy systemctl restart nginx");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        if (arguments.operands().isEmpty()) {
            throw Failure.usage("there is no command: `engine exec COMMAND [ARG...]`.");
        }
        var filters = new EventFilters(arguments);
        var rollout = new RolloutFlags(arguments);
        var format = Format.of(arguments);
        var timeout = arguments.duration("timeout", TIMEOUT);
        boolean waits = !arguments.has("no-wait");
        var api = Api.of(arguments, shell);
        var nodes = EventNodes.ask(api, filters);
        if (arguments.has("dry-run")) {
            return EventCommand.dryRun(nodes, format, shell);
        }
        var body = body(arguments.operands(), timeout);
        if (rollout.any()) {
            nodes.expected(false);
            var target = rollout.to(filters.to(Target.of("/v1/event/rollout/exec")))
                    .with("timeout", timeout.plus(GRACE).toMillis() + "ms");
            return new RolloutFollower(api, shell, format).streaming().start(target, body, waits);
        }
        var expected = nodes.expected(waits).alive();
        var answer = Json.parse(api.put(filters.to(Target.of("/v1/event/exec")), body));
        var id = Fields.of(answer).text("ID");
        if (!waits) {
            shell.line(format == Format.JSON ? JsonText.indented(answer) : "Event ID: " + id);
            return 0;
        }
        return new EventFollower(api, shell, format, timeout.plus(GRACE), new EventReport(shell).streaming(), expected)
                .follow(EVENT, id, runs -> allRan(runs, expected));
    }

    /** A node that refuses the command has not done what was asked. */
    private static boolean allRan(Fields runs, Set<String> expected) {
        var missing = new TreeSet<>(expected);
        runs.objects("Runs").forEach(run -> missing.remove(run.text("Node")));
        return missing.isEmpty() && EventProgress.allWell(runs);
    }

    /** One text with blanks or marks of the shell is a line for the shell, as in the definition of a trigger. */
    private static byte[] body(List<String> words, Duration timeout) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        if (words.size() == 1 && !WORD.matcher(words.getFirst()).matches()) {
            body.put("Shell", words.getFirst());
        } else {
            body.put("Command", words);
        }
        body.put("Timeout", timeout.toMillis() + "ms");
        return JsonText.indented(Map.copyOf(body)).getBytes(StandardCharsets.UTF_8);
    }
}
