package engine.checks;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Measures something of this machine and compares it with limits. */
final class HostProbe extends Conversation {

    /** Measures; may block. */
    interface Meter {
        HostReading read(Opened opened) throws IOException;
    }

    private final CheckSpec.Host target;
    private final Meter meter;

    private HostProbe(CheckSpec.Host target, CheckDefinition definition, Executor threads, Meter meter) {
        super(definition, threads);
        this.target = target;
        this.meter = meter;
    }

    static HostProbe of(CheckSpec.Host target, CheckDefinition definition, Connections connections) {
        var path = target.subject();
        return switch (target.measure()) {
            case DISK ->
                new HostProbe(
                        target, definition, connections.blocking(), _ -> HostReading.ofDisk(Syscalls.fileSystem(path)));
            case INODES ->
                new HostProbe(
                        target,
                        definition,
                        connections.blocking(),
                        _ -> HostReading.ofInodes(Syscalls.fileSystem(path)));
            case MEMORY -> new HostProbe(target, definition, connections.threads(), _ -> HostFiles.memory());
            case LOAD -> new HostProbe(target, definition, connections.threads(), _ -> HostFiles.load(path));
            case CLOCK ->
                new HostProbe(
                        target,
                        definition,
                        connections.threads(),
                        opened -> HostReading.ofClock(
                                Sntp.offset(Endpoint.port("clock", path, Sntp.PORT), definition.timeout(), opened)));
        };
    }

    @Override
    public Result late() {
        return failed(new IOException("not known within " + Output.ofDuration(timeout())));
    }

    @Override
    Result talk(Opened opened) throws IOException {
        var reading = meter.read(opened);
        var shown = target.shown() + ": " + reading.text();
        if (reached(target.critical(), reading)) {
            return new Result(
                    Status.CRITICAL,
                    shown + "; critical from " + target.critical().orElseThrow());
        }
        if (reached(target.warning(), reading)) {
            return new Result(
                    Status.WARNING, shown + "; warning from " + target.warning().orElseThrow());
        }
        return new Result(Status.PASSING, shown);
    }

    private static boolean reached(Optional<Limit> limit, HostReading reading) {
        return limit.isPresent() && reading.reaches(limit.get());
    }

    @Override
    Result failed(IOException failure) {
        return new Result(Status.CRITICAL, target.shown() + ": " + DialError.reason(failure));
    }
}
