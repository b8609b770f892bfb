package engine.cli;

import java.util.List;
import java.util.Map;

/** How the {@code session} commands ask for sessions and print them. */
final class Sessions {
    private Sessions() {}

    /** The id that is the only operand. */
    static String id(Arguments arguments, String command) {
        var id = arguments.operands().isEmpty() ? "" : arguments.operands().getFirst();
        if (id.isEmpty()) {
            throw Failure.usage("name a session: `engine session " + command + " ID`.");
        }
        return id;
    }

    static Failure none(String id) {
        return new Failure("there is no session " + Table.safe(id) + ".");
    }

    /** Sessions as JSON, or one under the other. */
    static void print(List<Fields> sessions, Format format, Shell shell) {
        if (format == Format.JSON) {
            List<Map<?, ?>> all = sessions.stream().<Map<?, ?>>map(Fields::map).toList();
            shell.line(JsonText.indented(all));
            return;
        }
        boolean first = true;
        for (var session : sessions) {
            if (!first) {
                shell.line("");
            }
            first = false;
            shell.out().print(details(session).text());
        }
    }

    private static Table details(Fields session) {
        var checks = session.texts("NodeChecks");
        var services = session.objects("ServiceChecks").stream()
                .map(check -> check.text("ID"))
                .toList();
        return new Table()
                .row("ID", session.text("ID"))
                .row("Name", session.text("Name"))
                .row("Node", session.text("Node"))
                .row("TTL", orNone(session.text("TTL")))
                .row("LockDelay", Times.text(session.number("LockDelay") / 1_000_000))
                .row("Behavior", session.text("Behavior"))
                .row("NodeChecks", orNone(String.join(", ", checks)))
                .row("ServiceChecks", orNone(String.join(", ", services)))
                .row("CreateIndex", session.text("CreateIndex"))
                .row("ModifyIndex", session.text("ModifyIndex"));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
