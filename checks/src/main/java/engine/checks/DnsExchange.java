package engine.checks;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** One query of DNS and its answer: over UDP, and over TCP where the answer is truncated. */
final class DnsExchange {

    private DnsExchange() {}

    static Message with(InetSocketAddress server, Message query, Duration patience, Opened opened) throws IOException {
        var answer = udp(server, query, patience, opened);
        return answer.getHeader().getFlag(Flags.TC) ? tcp(server, query, opened) : answer;
    }

    private static Message udp(InetSocketAddress server, Message query, Duration patience, Opened opened)
            throws IOException {
        return Datagrams.ask(server, query.toWire(), patience, opened, datagram -> {
            var answer = new Message(datagram);
            return answers(query, answer) ? Optional.of(answer) : Optional.empty();
        });
    }

    private static Message tcp(InetSocketAddress server, Message query, Opened opened) throws IOException {
        var line = Dial.open(new Endpoint.Port(server.getAddress().getHostAddress(), server.getPort()), opened);
        var sent = query.toWire();
        line.out()
                .write(ByteBuffer.allocate(2 + sent.length)
                        .putShort((short) sent.length)
                        .put(sent)
                        .array());
        line.out().flush();
        var in = new DataInputStream(line.in());
        var answer = new Message(in.readNBytes(in.readUnsignedShort()));
        if (!answers(query, answer)) {
            throw new IOException("the answer is not to what was asked");
        }
        return answer;
    }

    /** What does not is a stray or forged packet. */
    private static boolean answers(Message query, Message answer) {
        return answer.getHeader().getFlag(Flags.QR)
                && answer.getHeader().getID() == query.getHeader().getID()
                && Objects.equals(answer.getQuestion(), query.getQuestion());
    }
}
