package engine.checks;

import java.io.IOException;
import java.time.Duration;

/** Pings a host by ICMP: an answer is passing. */
final class PingProbe extends Conversation {

    /** Time beyond the timeout in which the probe itself says that there was no answer. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final String host;

    PingProbe(CheckSpec.Ping target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.host = target.host();
    }

    @Override
    public Duration deadline() {
        return timeout().plus(MARGIN);
    }

    @Override
    Result talk(Opened opened) throws IOException {
        var address = Dial.addresses(host).getFirst();
        var took = IcmpEcho.to(address, timeout(), opened);
        return new Result(
                Status.PASSING,
                "ping %s (%s): answer after %d ms".formatted(host, address.getHostAddress(), took.toMillis()));
    }

    @Override
    Result failed(IOException failure) {
        return new Result(Status.CRITICAL, "ping " + host + ": " + DialError.reason(failure));
    }
}
