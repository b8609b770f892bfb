package engine.checks;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Connects and closes: accepted is passing. In between there may be a TLS handshake, and a few words. A name with
 * several addresses passes if one of them accepts; they are tried one after the other.
 */
final class TcpProbe extends Conversation {

    private final CheckSpec.Tcp target;
    private final Optional<TlsClient> tls;
    private final Pattern expected;
    private final int outputLimit;
    /** Where it is on this machine's loopback and nothing is said. */
    private final Optional<InetSocketAddress> near;

    TcpProbe(CheckSpec.Tcp target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.tls = target.tls().map(TlsClient::new);
        this.expected = Regex.compile("expect", target.expect());
        this.outputLimit = definition.outputMaxSize();
        this.near = tls.isEmpty() && target.send().isEmpty() && target.expect().isEmpty()
                ? near(target.endpoint())
                : Optional.empty();
    }

    private static Optional<InetSocketAddress> near(Endpoint endpoint) {
        try {
            return endpoint instanceof Endpoint.Port(var host, var port)
                    ? Optional.of(InetAddress.ofLiteral(host))
                            .filter(InetAddress::isLoopbackAddress)
                            .map(address -> new InetSocketAddress(address, port))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            // A name, which has to be looked up.
            return Optional.empty();
        }
    }

    @Override
    public Flight start() {
        return near.flatMap(this::knock)
                .map(result -> new Flight(CompletableFuture.completedFuture(result), () -> {}))
                .orElseGet(super::start);
    }

    /**
     * What is found on the loopback, where the kernel answers within the call; this costs half of what a thread that waits does.
     * Empty where it has no answer yet, because the target does not accept fast enough.
     */
    private Optional<Result> knock(InetSocketAddress address) {
        try (var channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            return channel.connect(address) || channel.finishConnect()
                    ? Optional.of(new Result(Status.PASSING, success()))
                    : Optional.empty();
        } catch (SocketException refused) {
            return Optional.of(new Result(
                    Status.CRITICAL, DialError.connect(target.endpoint().toString(), refused)));
        } catch (IOException failure) {
            return Optional.of(failed(failure));
        }
    }

    @Override
    public Result late() {
        return new Result(
                Status.CRITICAL,
                target.endpoint() instanceof Endpoint.Unix(var path)
                        ? "dial unix " + path + ": i/o timeout"
                        : DialError.timeout(target.endpoint().toString()));
    }

    @Override
    Result talk(Opened opened) throws IOException {
        var line = Dial.open(target.endpoint(), tls, List.of(), opened);
        if (!target.send().isEmpty()) {
            line.out().write(target.send().getBytes(StandardCharsets.UTF_8));
            line.out().flush();
        }
        if (target.expect().isEmpty()) {
            return new Result(Status.PASSING, success());
        }
        var heard = new ByteArrayOutputStream();
        boolean matches = Talk.hears(line, expected, heard);
        var said = Output.beginning(heard.toString(StandardCharsets.UTF_8), outputLimit);
        return matches
                ? new Result(Status.PASSING, success() + " Output: " + said)
                : new Result(
                        Status.CRITICAL,
                        "TCP connect %s: what it says does not match '%s' Output: %s"
                                .formatted(target.endpoint(), target.expect(), said));
    }

    private String success() {
        return "TCP connect " + target.endpoint() + ": Success";
    }

    @Override
    Result failed(IOException failure) {
        return new Result(
                Status.CRITICAL,
                failure instanceof Dial.Failed
                        ? String.valueOf(failure.getMessage())
                        : "TCP connect %s: %s".formatted(target.endpoint(), DialError.reason(failure)));
    }
}
