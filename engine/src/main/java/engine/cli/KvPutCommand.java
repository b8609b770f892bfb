package engine.cli;

import java.io.IOException;
import java.util.Base64;

/** Writes a key. */
final class KvPutCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("kv put", "Sets the value of a key.")
                .operands("KEY [VALUE|-|@FILE]", 2)
                .with(
                        Option.of("flags", "NUMBER", "A number of your own that is kept with the key; default 0."),
                        Option.flag("cas", "Write only if the key's index is still --modify-index."),
                        Option.of("modify-index", "NUMBER", "Index to compare with; 0 for a key that must not exist."),
                        Option.flag("base64", "VALUE is in base64."),
                        Syntax.DATACENTER)
                .with(Syntax.CONNECTION)
                .example(
                        "kv put app/version 1.4.2",
                        "kv put app/license @license.txt",
                        "kv put --cas --modify-index=844 app/version 1.4.3");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var operands = arguments.operands();
        if (operands.isEmpty() || operands.getFirst().isEmpty()) {
            throw Failure.usage("name a key: `engine kv put KEY [VALUE]`.");
        }
        var key = operands.getFirst();
        if (key.startsWith("/")) {
            throw Failure.usage("a key must not begin with '/': " + key + ".");
        }
        var target = Target.of("/v1/kv/")
                .path(key)
                .with("dc", arguments.value("datacenter"))
                .with("flags", arguments.unsigned("flags"))
                .with("cas", KvKeys.compareWith(arguments));
        var value = operands.size() < 2 ? new byte[0] : Payload.read(operands.get(1), shell);
        var answer = Api.of(arguments, shell).put(target, arguments.has("base64") ? decoded(value) : value);
        if (!answer.equals("true")) {
            throw new Failure("did not write to " + key + ": it has changed since index "
                    + arguments.value("modify-index") + ".");
        }
        shell.line("Success! Data written to: " + key);
        return 0;
    }

    private static byte[] decoded(byte[] value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            throw Failure.usage("the value is not base64.");
        }
    }
}
