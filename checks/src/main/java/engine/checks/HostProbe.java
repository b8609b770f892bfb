package engine.checks;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Measures something of this machine and compares it with limits. */
final class HostProbe implements Probe {

    /** Measures; may block. */
    interface Meter {
        HostReading read(Opened opened) throws IOException;
    }

    private final CheckSpec.Host target;
    private final Duration timeout;
    private final Executor threads;
    private final Meter meter;

    private HostProbe(CheckSpec.Host target, Duration timeout, Executor threads, Meter meter) {
        this.target = target;
        this.timeout = timeout;
        this.threads = threads;
        this.meter = meter;
    }

    static HostProbe of(CheckSpec.Host target, CheckDefinition definition, Connections connections) {
        var timeout = definition.timeout();
        return switch (target.measure()) {
            case DISK ->
                new HostProbe(
                        target, timeout, connections.blocking(), _ -> HostReading.ofDisk(fileSystem(target.subject())));
            case INODES ->
                new HostProbe(
                        target,
                        timeout,
                        connections.blocking(),
                        _ -> HostReading.ofInodes(fileSystem(target.subject())));
            case MEMORY -> new HostProbe(target, timeout, connections.threads(), _ -> HostFiles.memory());
            case LOAD -> new HostProbe(target, timeout, connections.threads(), _ -> HostFiles.load(target.subject()));
            case CLOCK ->
                new HostProbe(
                        target,
                        timeout,
                        connections.threads(),
                        opened -> HostReading.ofClock(
                                Sntp.offset(Endpoint.port("clock", target.subject(), Sntp.PORT), timeout, opened)));
        };
    }

    @Override
    public Flight start() {
        return Conversation.start(threads, this, this::measure, this::failed);
    }

    @Override
    public Duration deadline() {
        return timeout;
    }

    @Override
    public Result late() {
        return failed(new IOException("not known within " + Output.ofDuration(timeout)));
    }

    private Result measure(Opened opened) throws IOException {
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

    private Result failed(IOException failure) {
        return new Result(Status.CRITICAL, target.shown() + ": " + DialError.reason(failure));
    }

    private static Syscalls.FileSystem fileSystem(String path) throws IOException {
        return Syscalls.fileSystem(path);
    }
}
