package engine.checks;

import java.io.IOException;
import java.time.Duration;

/** Pings a host by ICMP: an answer is passing. */
final class PingProbe implements Probe {

    /** Time beyond the timeout in which the probe itself says that there was no answer. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final String host;
    private final Duration timeout;
    private final Connections connections;

    PingProbe(CheckSpec.Ping target, CheckDefinition definition, Connections connections) {
        this.host = target.host();
        this.timeout = definition.timeout();
        this.connections = connections;
    }

    @Override
    public Flight start() {
        return Conversation.start(connections.threads(), this, this::ping, this::failed);
    }

    @Override
    public Duration deadline() {
        return timeout.plus(MARGIN);
    }

    @Override
    public Result late() {
        return failed(new IOException("no answer within " + Output.ofDuration(timeout)));
    }

    private Result ping(Opened opened) throws IOException {
        var address = Dial.addresses(host).getFirst();
        var took = IcmpEcho.to(address, timeout, opened);
        return new Result(
                Status.PASSING,
                "ping %s (%s): answer after %d ms".formatted(host, address.getHostAddress(), took.toMillis()));
    }

    private Result failed(IOException failure) {
        return new Result(Status.CRITICAL, "ping " + host + ": " + DialError.reason(failure));
    }
}
