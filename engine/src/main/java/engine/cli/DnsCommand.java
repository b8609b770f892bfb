package engine.cli;

/** Asks for a name as DNS clients do, and explains the answer. */
final class DnsCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("dns", "Asks for a name as DNS clients do, and explains the answer.")
                .operands("NAME [TYPE]", 2)
                .with(
                        Option.flag("tcp", "As over TCP, where answers may be long; else as over UDP without EDNS."),
                        Syntax.FORMAT,
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example("dns web.service.consul", "dns _web._tcp.service.consul SRV --format json");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        var operands = arguments.operands();
        if (operands.isEmpty()) {
            throw Failure.usage("name what to ask for: `engine dns web.service.consul`.");
        }
        var target = Target.of("/v1/dns/explain")
                .where(arguments)
                .with("name", operands.getFirst())
                .with("type", operands.size() > 1 ? operands.get(1) : "A")
                .with("transport", arguments.has("tcp") ? "tcp" : "udp");
        var explained = Fields.of(Api.of(arguments, shell).get(target));
        if (format == Format.JSON) {
            shell.line(JsonText.indented(explained.map()));
        } else {
            print(explained, shell);
        }
        return 0;
    }

    private static void print(Fields explained, Shell shell) {
        shell.line("%s %s: %s%s"
                .formatted(
                        explained.text("Name"),
                        explained.text("Type"),
                        explained.text("Rcode"),
                        explained.truth("Truncated") ? ", truncated" : ""));
        shell.line("It is " + explained.text("Meaning") + ".");
        section("Answer", explained, shell);
        section("Authority", explained, shell);
        section("Additional", explained, shell);
        var instances = explained.objects("Instances");
        if (!instances.isEmpty()) {
            var table = new Table("Node", "ID", "Address", "Port", "Answered", "Why not");
            for (var instance : instances) {
                table.row(
                        instance.text("Node"),
                        instance.text("ID"),
                        instance.text("Address"),
                        instance.text("Port"),
                        instance.truth("Answered") ? "yes" : "no",
                        instance.text("Reason").isEmpty() ? "-" : instance.text("Reason"));
            }
            shell.out().print(table.text());
        }
    }

    private static void section(String name, Fields explained, Shell shell) {
        var records = explained.texts(name);
        if (!records.isEmpty()) {
            shell.line(name + ":");
            records.forEach(record -> shell.line("  " + record));
        }
    }
}
