package engine.checks;

import com.google.re2j.Pattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Connects and closes: accepted is passing. In between there may be a TLS handshake, and a few words. A name with
 * several addresses passes if one of them accepts; they are tried one after the other.
 */
final class TcpProbe extends Conversation {

    private final CheckSpec.Tcp target;
    private final Optional<TlsClient> tls;
    private final Pattern expected;
    private final int outputLimit;

    TcpProbe(CheckSpec.Tcp target, CheckDefinition definition, Connections connections) {
        super(definition, connections.threads());
        this.target = target;
        this.tls = target.tls().map(TlsClient::new);
        this.expected = Regex.compile("expect", target.expect());
        this.outputLimit = definition.outputMaxSize();
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
        var success = "TCP connect " + target.endpoint() + ": Success";
        if (target.expect().isEmpty()) {
            return new Result(Status.PASSING, success);
        }
        var heard = new ByteArrayOutputStream();
        boolean matches = Talk.hears(line, expected, heard);
        var said = Output.beginning(heard.toString(StandardCharsets.UTF_8), outputLimit);
        return matches
                ? new Result(Status.PASSING, success + " Output: " + said)
                : new Result(
                        Status.CRITICAL,
                        "TCP connect %s: what it says does not match '%s' Output: %s"
                                .formatted(target.endpoint(), target.expect(), said));
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
