package engine.cli;

import java.util.ArrayList;

/** Removes services from the agent, by id or as files name them. */
final class ServicesDeregisterCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("services deregister", "Removes services and their checks from the agent.")
                .operands("[FILE...]", 1000)
                .with(Option.of("id", "ID", "Id of the service."))
                .with(Syntax.CONNECTION)
                .example("services deregister --id web-1", "services deregister web.json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var id = arguments.value("id", "");
        if (id.isEmpty() == arguments.operands().isEmpty()) {
            throw Failure.usage(
                    id.isEmpty()
                            ? "name a file, or the service: `engine services deregister --id ID`."
                            : "give a file or --id, not both.");
        }
        var ids = new ArrayList<String>();
        if (!id.isEmpty()) {
            ids.add(id);
        }
        for (var file : arguments.operands()) {
            for (var definition : ServiceFile.read(file)) {
                var fields = Fields.of(definition);
                ids.add(fields.text("ID").isEmpty() ? fields.text("Name") : fields.text("ID"));
            }
        }
        var api = Api.of(arguments, shell);
        for (var one : ids) {
            api.put(Target.of("/v1/agent/service/deregister/").path(one), "");
            shell.line("Deregistered service: " + one);
        }
        return 0;
    }
}
