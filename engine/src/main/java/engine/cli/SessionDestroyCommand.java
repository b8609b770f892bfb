package engine.cli;

/** Ends a session. */
final class SessionDestroyCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("session destroy", "Ends a session, and releases or deletes the keys that it holds.")
                .operands("ID", 1)
                .with(Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("session destroy adf4238a-882b-9ddc-4a9d-5b6758e4159e");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var id = Sessions.id(arguments, "destroy");
        var target = Target.of("/v1/session/destroy/").path(id).with("dc", arguments.value("datacenter"));
        Api.of(arguments, shell).put(target, "");
        shell.line("Success! Session destroyed: " + Table.safe(id));
        return 0;
    }
}
