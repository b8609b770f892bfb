package engine.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Follows the changes of keys. */
final class KvChangesCommand implements Command {
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final Duration NO_WAIT = Duration.ofMillis(1);

    /** Above every index: what comes after it is nothing yet. */
    private static final String END = "18446744073709551615";

    @Override
    public Syntax syntax() {
        return Syntax.of("kv changes", "Shows the changes of keys with a prefix that are kept, and follows what comes.")
                .operands("[PREFIX]", 1)
                .with(
                        Option.of(
                                "index", "NUMBER", "Only changes after this index: goes on where another call ended."),
                        Option.flag("new", "Only changes from now on."),
                        Option.flag("no-follow", "Show what there is, and end."),
                        Option.flag("json", "One JSON object a line; the same as --format json."),
                        Syntax.FORMAT)
                .with(KvKeys.READING)
                .with(Syntax.CONNECTION)
                .example("kv changes app/", "kv changes --json --index 844 app/", "kv changes --no-follow");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        KvKeys.checkNamespace(arguments);
        boolean json = arguments.has("json") || Format.of(arguments) == Format.JSON;
        var index = arguments.unsigned("index");
        if (index != null && arguments.has("new")) {
            throw Failure.usage("--index and --new exclude each other.");
        }
        var prefix = KvKeys.of(arguments);
        var api = Api.of(arguments, shell);
        var feed = new LongPoll(
                api, () -> Target.of("/v1/kv-changes/").path(prefix).where(arguments), LongPoll.Order.FORWARD);
        try {
            if (arguments.has("new")) {
                var now = check(api, feed.from(END).ask(NO_WAIT));
                feed.from(now.index());
            } else if (index != null && !index.equals("0")) {
                feed.from(index);
            }
            follow(api, feed, !arguments.has("no-follow"), json, shell);
            return 0;
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static void follow(Api api, LongPoll feed, boolean forEver, boolean json, Shell shell)
            throws InterruptedException {
        var trouble = new Trouble(shell);
        while (true) {
            try {
                var reply = check(api, feed.ask(forEver ? WAIT : NO_WAIT));
                trouble.over();
                var changes = Fields.list(Json.parse(reply.text()));
                for (var change : changes) {
                    shell.line(json ? JsonText.compact(change.map()) : line(change));
                }
                shell.out().flush();
                if (!forEver && changes.isEmpty()) {
                    return;
                }
                feed.seen(reply);
                if (!feed.waits()) {
                    Thread.sleep(1000); // nothing has changed yet, so there is no index to wait behind
                }
            } catch (Unavailable unavailable) {
                trouble.pause(unavailable);
            }
        }
    }

    private static Reply check(Api api, Reply reply) {
        return switch (reply.status()) {
            case 404, 405, 501 ->
                throw new Failure("the agent at " + api.address() + " tells no changes of keys: " + Api.why(reply));
            case 410 -> throw new Failure(Api.why(reply));
            default -> api.expectOk(reply);
        };
    }

    private static String line(Fields change) {
        var by = change.text("By");
        return Table.safe(change.text("Time") + "  " + change.text("Index") + "  " + change.text("Operation") + "  "
                        + change.text("Key") + "  ")
                + value(change)
                + (by.isEmpty() ? "" : "  by " + Table.safe(by));
    }

    private static String value(Fields change) {
        var before = KvValue.shown(change, "OldValue");
        var after = KvValue.shown(change, "Value");
        return before.equals(after) ? after : before + " -> " + after;
    }
}
