package engine.checks;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends a datagram and waits for an answer. A port that is closed says so (ICMP), which is critical. Silence is passing
 * where nothing is expected, as in Consul: many services do not answer what they do not understand.
 */
final class UdpProbe extends Conversation {

    /** Time beyond the timeout in which the probe itself says what silence means. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final CheckSpec.Udp target;
    private final Pattern expected;
    private final int outputLimit;

    UdpProbe(CheckSpec.Udp target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.expected = Regex.compile("expect", target.expect());
        this.outputLimit = definition.outputMaxSize();
    }

    @Override
    public Duration deadline() {
        return timeout().plus(MARGIN);
    }

    @Override
    Result talk(Opened opened) throws IOException {
        var address = Dial.addresses(target.endpoint().host()).getFirst();
        // Consul sends nothing, in a datagram; Java sends no empty one from a connected socket, and others hear no
        // ICMP.
        var sent = (target.send().isEmpty() ? "\n" : target.send()).getBytes(StandardCharsets.UTF_8);
        try {
            return Datagrams.ask(
                    new InetSocketAddress(address, target.endpoint().port()), sent, timeout(), opened, this::answer);
        } catch (SocketTimeoutException _) {
            return silence();
        }
    }

    private Optional<Result> answer(ByteBuffer datagram) {
        var said = StandardCharsets.UTF_8.decode(datagram).toString();
        return expected.matcher(said).find() ? Optional.of(passing(said)) : Optional.empty();
    }

    private Result silence() {
        return target.expect().isEmpty()
                ? passing("")
                : failed(new IOException("no answer that matches '%s' within %s"
                        .formatted(target.expect(), Output.ofDuration(timeout()))));
    }

    private Result passing(String said) {
        var success = "UDP connect " + target.endpoint() + ": Success";
        return new Result(
                Status.PASSING,
                target.expect().isEmpty() ? success : success + " Output: " + Output.beginning(said, outputLimit));
    }

    @Override
    Result failed(IOException failure) {
        return new Result(
                Status.CRITICAL,
                failure instanceof Dial.Failed
                        ? String.valueOf(failure.getMessage())
                        : "UDP connect %s: %s".formatted(target.endpoint(), DialError.reason(failure)));
    }
}
