package engine.cli;

import java.io.IOException;
import java.io.InterruptedIOException;

/** Runs a program each time that something has changed, or prints what there is. */
final class WatchCommand implements Command {

    @Override
    public Syntax syntax() {
        return Syntax.of("watch", "Runs a program each time something changes; without one, prints what there is.")
                .program("[PROGRAM [ARGUMENT...]]")
                .with(
                        Option.of(
                                "type", "key|keyprefix|services|nodes|service|checks|event", "What to watch; needed."),
                        Option.of("key", "KEY", "The key, for type key."),
                        Option.of("prefix", "PREFIX", "Prefix of the keys, for type keyprefix."),
                        Option.of("service", "NAME", "The service, for type service, and if wanted for checks."),
                        Option.many("tag", "TAG", "Only instances with this tag, for type service; may be repeated."),
                        Option.of("passingonly", "true|false", "Only healthy instances, for type service."),
                        Option.of("state", "any|passing|warning|critical", "Only checks in this state."),
                        Option.of("name", "NAME", "Only events of this name, for type event."),
                        Option.flag("shell", "Run the program by a shell, $SHELL or /bin/sh; =false runs it directly."),
                        Syntax.DATACENTER,
                        Syntax.STALE)
                .with(Syntax.CONNECTION)
                .example(
                        "watch -type=service -service=web ./write-upstreams.sh",
                        "watch -type=key -key=app/version 'cat > /etc/app/version.json'",
                        "watch -type=checks -state=critical");
    }

    @Override
    public int run(Arguments arguments, Shell shell) throws IOException {
        var query = WatchQuery.of(arguments);
        var program = arguments.operands();
        if (!program.isEmpty() && !arguments.value("shell", "true").equals("false")) {
            program = ChildProcess.shell(program, shell);
        }
        try {
            return new WatchRun(Api.of(arguments, shell), query, program, shell).run();
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        }
    }
}
