package engine.cli;

/** Shows a session. */
final class SessionInfoCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("session info", "Shows a session.")
                .operands("ID", 1)
                .with(Syntax.FORMAT, Syntax.DATACENTER, Syntax.STALE, Syntax.CONSISTENT)
                .with(Syntax.CONNECTION)
                .example("session info adf4238a-882b-9ddc-4a9d-5b6758e4159e");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var id = Sessions.id(arguments, "info");
        var target = Target.of("/v1/session/info/").path(id).where(arguments);
        var sessions = Fields.list(Api.of(arguments, shell).get(target));
        if (sessions.isEmpty()) {
            throw Sessions.none(id);
        }
        Sessions.print(sessions, format, shell);
        return 0;
    }
}
