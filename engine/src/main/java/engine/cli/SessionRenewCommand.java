package engine.cli;

/** Renews a session. */
final class SessionRenewCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("session renew", "Gives a session its whole time to live again.")
                .operands("ID", 1)
                .with(Syntax.FORMAT, Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("session renew adf4238a-882b-9ddc-4a9d-5b6758e4159e");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var id = Sessions.id(arguments, "renew");
        var target = Target.of("/v1/session/renew/").path(id).with("dc", arguments.value("datacenter"));
        var api = Api.of(arguments, shell);
        var reply = api.send("PUT", target, new byte[0], Api.TIMEOUT);
        if (reply.status() == 404) {
            throw Sessions.none(id);
        }
        Sessions.print(Fields.list(Json.parse(api.expectOk(reply).text())), format, shell);
        return 0;
    }
}
