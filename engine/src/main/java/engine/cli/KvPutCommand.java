package engine.cli;

import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

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
                        Option.flag("acquire", "Write only if --session can have the key's lock, or has it."),
                        Option.flag("release", "Write only if --session has the key's lock, and give it back."),
                        Option.of("session", "ID", "Session for --acquire and --release."),
                        Option.of("ttl", "TIME", "Delete the key after this time, unless it is written again."),
                        Option.flag("base64", "VALUE is in base64."),
                        KvKeys.AVAILABLE)
                .with(KvKeys.WRITING)
                .with(Syntax.CONNECTION)
                .example(
                        "kv put app/version 1.4.2",
                        "kv put app/license @license.txt",
                        "kv put --cas --modify-index=844 app/version 1.4.3",
                        "kv put --ttl=30s app/leader web1");
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
        var target = KvKeys.writing(key, arguments)
                .with("flags", arguments.unsigned("flags"))
                .with("cas", KvKeys.compareWith(arguments))
                .with("ttl", arguments.time("ttl"));
        var lock = lock(arguments);
        if (lock != null) {
            target.with(lock, arguments.value("session"));
        } else if (arguments.has("session")) {
            shell.tell("--session has no effect without --acquire or --release.");
        }
        var value = operands.size() < 2 ? new byte[0] : Payload.read(operands.get(1), shell);
        var answer = Api.of(arguments, shell).put(target, arguments.has("base64") ? decoded(value) : value);
        if (!answer.equals("true")) {
            throw new Failure(refusal(key, lock, arguments));
        }
        var done = lock == null ? "Data written to" : lock.equals("acquire") ? "Lock acquired on" : "Lock released on";
        shell.line("Success! " + done + ": " + Table.safe(key));
        return 0;
    }

    /** {@code acquire} or {@code release}; null for a plain write. */
    private static @Nullable String lock(Arguments arguments) {
        boolean acquire = arguments.has("acquire");
        if (!acquire && !arguments.has("release")) {
            return null;
        }
        if (acquire && arguments.has("release")) {
            throw Failure.usage("--acquire and --release exclude each other.");
        }
        if (arguments.value("session", "").isEmpty()) {
            throw Failure.usage("--acquire and --release need --session beside them.");
        }
        return acquire ? "acquire" : "release";
    }

    private static String refusal(String key, @Nullable String lock, Arguments arguments) {
        var quoted = Table.safe(key);
        if (lock != null && lock.equals("release")) {
            return "did not release the lock on " + quoted + ": the session does not hold it.";
        }
        if (lock != null) {
            return "did not acquire the lock on " + quoted
                    + ": another session holds it, or lost it within its lock-delay.";
        }
        return "did not write to " + quoted + ": it has changed since index " + arguments.value("modify-index") + ".";
    }

    private static byte[] decoded(byte[] value) {
        try {
            return Base64.getDecoder().decode(value);
        } catch (IllegalArgumentException _) {
            throw Failure.usage("the value is not base64.");
        }
    }
}
