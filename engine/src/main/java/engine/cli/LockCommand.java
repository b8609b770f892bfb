package engine.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a program while it holds a lock, or a place in a semaphore. */
final class LockCommand implements Command {
    /** As Consul's clients. */
    private static final Duration TTL = Duration.ofSeconds(15);

    @Override
    public Syntax syntax() {
        return Syntax.of("lock", "Runs a program while holding a lock, or a place in a semaphore.")
                .program("PREFIX PROGRAM [ARGUMENT...]")
                .with(
                        Option.of("n", "NUMBER", "How many may hold it at a time; default 1, which is a lock."),
                        Option.of("timeout", "TIME", "How long to wait for it; default for ever."),
                        Option.time("try", "TIME", "Alone: do not wait. With a time: the same as --timeout."),
                        Option.of("name", "NAME", "Name of the session that holds it."),
                        Option.of(
                                "monitor-retry",
                                "NUMBER",
                                "Failures in a row to tell whether it is still held, after which it counts as lost;"
                                        + " default as many as happen until the session may have ended."),
                        Option.flag("child-exit-code", "Exit with 2 when the program failed, instead of its status."),
                        Option.flag("pass-stdin", "Let the program read standard input."),
                        Option.flag("shell", "Run the program by a shell, $SHELL or /bin/sh; =false runs it directly."),
                        Option.flag("verbose", "Tell what happens."),
                        Syntax.DATACENTER,
                        Option.flag("stale", "Consul takes it: no effect, as locks are never stale."))
                .with(Syntax.CONNECTION)
                .example(
                        "lock app/migrate ./migrate.sh",
                        "lock --try app/cron ./nightly.sh",
                        "lock -n 3 -timeout=1m app/restart 'systemctl restart app && sleep 10'");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var operands = arguments.operands();
        var prefix = operands.isEmpty() ? "" : LockPath.clean(operands.getFirst());
        if (prefix.isEmpty()) {
            throw Failure.usage("name a prefix and a program: `engine lock PREFIX PROGRAM`.");
        }
        var program = operands.subList(1, operands.size());
        if (!program.isEmpty() && program.getFirst().equals("--")) {
            program = program.subList(1, program.size());
        }
        if (program.isEmpty()) {
            throw Failure.usage("name a program to run: `engine lock " + prefix + " PROGRAM`.");
        }
        if (program.getFirst().startsWith("-")) {
            throw Failure.usage(
                    "options come before the prefix: `engine lock " + program.getFirst() + " " + prefix + " PROGRAM`.");
        }
        int limit = number(arguments, "n", 1, 1);
        var api = Api.of(arguments, shell);
        var datacenter = arguments.value("datacenter", "");
        Supplier<Claim> claims = () -> limit == 1
                ? new LockClaim(api, datacenter, prefix)
                : new SemaphoreClaim(api, datacenter, prefix, limit);
        try {
            return new LockRun(api, claims, plan(arguments, prefix, program, shell), shell).run();
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private static LockPlan plan(Arguments arguments, String prefix, List<String> program, Shell shell) {
        boolean byShell = !arguments.value("shell", "true").equals("false");
        var status = arguments.value("child-exit-code");
        return new LockPlan(
                arguments.value("name", "engine lock for '" + firstWord(program) + "' at '" + prefix + "'"),
                arguments.value("datacenter", ""),
                TTL,
                limit(arguments),
                arguments.has("monitor-retry") ? Integer.valueOf(number(arguments, "monitor-retry", 0, 0)) : null,
                byShell ? ChildProcess.shell(program, shell) : program,
                arguments.has("pass-stdin"),
                status == null ? null : Boolean.valueOf(status),
                arguments.has("verbose"));
    }

    /** Who lists sessions sees their names: what may stand in arguments is not for them. */
    private static String firstWord(List<String> program) {
        return program.getFirst().split(" ", 2)[0];
    }

    private static @Nullable Duration limit(Arguments arguments) {
        var tried = arguments.value("try");
        if (tried != null && tried.isEmpty()) {
            return Duration.ZERO;
        }
        var name = tried == null ? "timeout" : "try";
        var text = arguments.value(name, "0");
        // No time is no limit, as Consul has it.
        return Times.isZero(text) ? null : arguments.duration(name, Duration.ZERO);
    }

    private static int number(Arguments arguments, String name, int least, int otherwise) {
        var text = arguments.value(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException _) {
            // said below, as for one that is too small
        }
        throw Failure.usage("--" + name + " takes a whole number from " + least + ", not '" + text + "'.");
    }
}
