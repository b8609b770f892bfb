package engine.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Asks the nodes something: fires an event whose triggers answer with what they print, and gathers that. */
final class QueryCommand implements Command {
    /** What the names of queries begin with, among those of events. */
    private static final String QUERY = "query:";

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    /** The shortest time to live that there is. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    @Override
    public Syntax syntax() {
        return Syntax.of("query", "Asks the nodes something, and prints what the triggers of that query answer.")
                .operands("NAME [PAYLOAD|-|@FILE]", 2)
                .with(EventFilters.OPTIONS)
                .with(
                        Option.of("timeout", "TIME", "How long to wait for answers; default 15s."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("query load", "query disk /var --service '^db$' --timeout 5s", "query load --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var operands = arguments.operands();
        if (operands.isEmpty() || operands.getFirst().isEmpty()) {
            throw Failure.usage("a query needs a name: `engine query NAME [PAYLOAD]`.");
        }
        var name = operands.getFirst();
        var filters = new EventFilters(arguments);
        var timeout = arguments.duration("timeout", TIMEOUT);
        var format = Format.of(arguments);
        var payload = Payload.read(operands.size() > 1 ? operands.get(1) : "", shell);

        var api = Api.of(arguments, shell);
        Set<String> expected =
                filters.any() ? EventNodes.ask(api, filters).expected(true).alive() : Set.of();
        var lives = timeout.compareTo(SHORTEST) < 0 ? SHORTEST : timeout;
        var target = filters.to(Target.of("/v1/event/fire/").path(QUERY + name))
                .with("ttl", lives.toMillis() + "ms")
                .with("dc", arguments.value("datacenter"));
        var id = Fields.of(Json.parse(api.put(target, payload))).text("ID");
        return new EventFollower(api, shell, format, timeout, new QueryReport(shell), expected)
                .follow(name, id, QueryReport::isAnswered);
    }
}
