package engine.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads keys. */
final class KvGetCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("kv get", "Prints the value of a key, or the keys below a prefix.")
                .operands("KEY|PREFIX", 1)
                .with(
                        Option.flag("raw", "Print the value's bytes alone, with no line end after them."),
                        Option.flag("recurse", "Print all keys with this prefix, each as key:value."),
                        Option.flag("keys", "Print the names of the keys with this prefix."),
                        Option.of(
                                "separator", "TEXT", "With --keys: cut names after the next one of these; default /."),
                        Option.flag("detailed", "Print indexes, flags and session too."),
                        Option.flag("base64", "Print values in base64."),
                        Syntax.FORMAT)
                .with(KvKeys.READING)
                .with(Syntax.CONNECTION)
                .example("kv get app/version", "kv get --recurse app/", "kv get --keys --separator= app/");
    }

    @Override
    public int run(Arguments arguments, Shell shell) {
        var format = Format.of(arguments);
        boolean keys = arguments.has("keys");
        boolean recurse = arguments.has("recurse");
        if (arguments.operands().isEmpty() && !keys && !recurse) {
            throw Failure.usage("name a key: `engine kv get KEY`.");
        }
        KvKeys.checkNamespace(arguments);
        var key = KvKeys.of(arguments);
        var target = Target.of("/v1/kv/").path(key).where(arguments);
        if (keys) {
            target.with("keys").with("separator", arguments.value("separator", "/"));
        } else if (recurse) {
            target.with("recurse");
        }
        var api = Api.of(arguments, shell);
        var reply = api.getReply(target);
        if (reply.status() == 404) {
            if (keys || recurse) {
                return 0;
            }
            throw new Failure("no key exists at: " + key + ".");
        }
        var answer = Json.parse(api.expectOk(reply).text());
        if (format == Format.JSON) {
            shell.line(JsonText.indented(answer));
        } else if (keys) {
            Fields.texts(answer).forEach(name -> shell.line(Table.safe(name)));
        } else {
            print(Fields.list(answer), arguments, shell);
        }
        return 0;
    }

    private static void print(List<Fields> entries, Arguments arguments, Shell shell) {
        boolean first = true;
        for (var entry : entries) {
            if (arguments.has("detailed")) {
                if (!first) {
                    shell.line("");
                }
                detailed(entry, arguments, shell);
            } else {
                if (arguments.has("recurse")) {
                    shell.out().print(Table.safe(entry.text("Key")) + ":");
                }
                bytes(value(entry, arguments), shell);
                if (!arguments.has("raw") || arguments.has("recurse")) {
                    shell.out().print('\n');
                }
            }
            first = false;
        }
    }

    private static void detailed(Fields entry, Arguments arguments, Shell shell) {
        var session = entry.text("Session");
        for (var name : List.of("CreateIndex", "Flags", "Key", "LockIndex", "ModifyIndex")) {
            shell.line(column(name) + Table.safe(entry.text(name)));
        }
        shell.line(column("Session") + (session.isEmpty() ? "-" : session));
        for (var name : List.of("Expires", "Available")) {
            if (!entry.text(name).isEmpty()) {
                shell.line(column(name) + Table.safe(entry.text(name)));
            }
        }
        shell.out().print(column("Value"));
        bytes(value(entry, arguments), shell);
        shell.out().print('\n');
    }

    private static String column(String name) {
        return name + " ".repeat(17 - name.length());
    }

    private static byte[] value(Fields entry, Arguments arguments) {
        return arguments.has("base64")
                ? entry.text("Value").getBytes(StandardCharsets.US_ASCII)
                : KvKeys.bytes(entry, "Value");
    }

    /** A value is bytes: they go out as they are. */
    private static void bytes(byte[] value, Shell shell) {
        shell.out().write(value, 0, value.length);
    }
}
