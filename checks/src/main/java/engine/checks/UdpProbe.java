package engine.checks;

import com.google.re2j.Pattern;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends a datagram and waits for an answer. A port that is closed says so (ICMP), which is critical. Silence is passing
 * where nothing is expected, as in Consul: many services do not answer what they do not understand.
 */
final class UdpProbe implements Probe {

    /** Time beyond the timeout in which the probe itself says what silence means. */
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final CheckSpec.Udp target;
    private final Pattern expected;
    private final Duration timeout;
    private final int outputLimit;
    private final Connections connections;

    UdpProbe(CheckSpec.Udp target, CheckDefinition definition, Connections connections) {
        this.target = target;
        this.expected = Regex.compile("expect", target.expect());
        this.timeout = definition.timeout();
        this.outputLimit = definition.outputMaxSize();
        this.connections = connections;
    }

    @Override
    public Flight start() {
        return Conversation.start(connections.threads(), this, this::ask, this::failed);
    }

    @Override
    public Duration deadline() {
        return timeout.plus(MARGIN);
    }

    @Override
    public Result late() {
        return failed(new IOException("no answer within " + Output.ofDuration(timeout)));
    }

    private Result ask(Opened opened) throws IOException {
        var address = Dial.addresses(target.endpoint().host()).getFirst();
        var socket = opened.add(new DatagramSocket());
        socket.connect(new InetSocketAddress(address, target.endpoint().port()));
        // Consul sends nothing, in a datagram; Java sends no empty one from a connected socket, and others hear no
        // ICMP.
        var sent = (target.send().isEmpty() ? "\n" : target.send()).getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(sent, sent.length));
        var answer = new DatagramPacket(new byte[Talk.MOST_HEARD], Talk.MOST_HEARD);
        try {
            // Other answers may come first: of an earlier question, or of another kind.
            for (long left = timeout.toMillis(), end = now() + left; left > 0; left = end - now()) {
                socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
                answer.setLength(Talk.MOST_HEARD);
                socket.receive(answer);
                var said = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
                if (expected.matcher(said).find()) {
                    return passing(said);
                }
            }
        } catch (SocketTimeoutException _) {
            // answered below
        }
        return target.expect().isEmpty()
                ? passing("")
                : failed(new IOException("no answer that matches '%s' within %s"
                        .formatted(target.expect(), Output.ofDuration(timeout))));
    }

    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private Result passing(String said) {
        var success = "UDP connect " + target.endpoint() + ": Success";
        return new Result(
                Status.PASSING,
                target.expect().isEmpty() ? success : success + " Output: " + Output.beginning(said, outputLimit));
    }

    private Result failed(IOException failure) {
        return new Result(
                Status.CRITICAL,
                failure instanceof Dial.Failed
                        ? String.valueOf(failure.getMessage())
                        : "UDP connect %s: %s".formatted(target.endpoint(), DialError.reason(failure)));
    }
}
