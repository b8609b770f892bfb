package engine.cli;

import java.time.Duration;

/** Runs a check of the agent at once. */
final class ChecksRunCommand implements Command {
    /** As long as an agent waits for the result. */
    private static final Duration LONGEST = Duration.ofMinutes(5).plusSeconds(10);

    @Override
    public Syntax syntax() {
        return Syntax.of("checks run", "Runs a health check of this agent at once and shows what it found.")
                .operands("ID", 1)
                .with(Syntax.FORMAT)
                .with(Syntax.CONNECTION)
                .example("checks run service:web");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        if (arguments.operands().size() != 1) {
            throw Failure.usage("checks run takes the id of one check.");
        }
        var api = Api.of(arguments, shell);
        var target = Target.of("/v1/agent/check/run/").path(arguments.operands().getFirst());
        var check = Json.parse(
                api.expectOk(api.send("PUT", target, new byte[0], LONGEST)).text());
        if (format == Format.JSON) {
            shell.line(JsonText.indented(check));
            return 0;
        }
        var found = Fields.of(check);
        shell.line(Table.safe(found.text("CheckID")) + " is " + found.text("Status"));
        found.text("Output").strip().lines().map(Table::safe).forEach(shell::line);
        return 0;
    }
}
