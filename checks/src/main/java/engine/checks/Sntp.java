package engine.checks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Asks a time server how far this clock is off (SNTP, RFC 4330). */
final class Sntp {

    static final int PORT = 123;

    private static final int LENGTH = 48;
    private static final byte CLIENT_OF_VERSION_4 = 0x23;
    private static final int SERVER = 4;
    private static final int ORIGINATE = 24;
    private static final int RECEIVED = 32;
    private static final int TRANSMIT = 40;

    /** Seconds from the start of NTP's era 0, in 1900, to that of Unix. */
    private static final long EPOCH = 2_208_988_800L;

    /** Times before this, 1968, are of era 1, which begins in 2036. */
    private static final long HALF = 0x80000000L;

    private Sntp() {}

    /** What must be added to this clock; half the way there and back is taken for the way back. */
    static Duration offset(Endpoint.Port server, Duration patience, Opened opened) throws IOException {
        var address = Dial.addresses(server.host()).getFirst();
        // The server gives it back; a forger does not know it.
        long cookie = ThreadLocalRandom.current().nextLong();
        var request = ByteBuffer.allocate(LENGTH).put(0, CLIENT_OF_VERSION_4).putLong(TRANSMIT, cookie);
        var sent = Instant.now();
        long start = System.nanoTime();
        return Datagrams.ask(
                new InetSocketAddress(address, server.port()), request.array(), patience, opened, answer -> {
                    var came = sent.plusNanos(System.nanoTime() - start);
                    var isAnswer = answer.remaining() >= LENGTH
                            && answer.getLong(ORIGINATE) == cookie
                            && (answer.get(0) & 7) == SERVER;
                    return isAnswer ? Optional.of(offset(answer, sent, came)) : Optional.empty();
                });
    }

    private static Duration offset(ByteBuffer answer, Instant sent, Instant came) throws IOException {
        int stratum = answer.get(1);
        if (stratum < 1 || stratum > 15 || (answer.get(0) & 0xC0) == 0xC0) {
            throw new IOException("the time server says that it does not know the time");
        }
        return Duration.between(sent, time(answer, RECEIVED))
                .plus(Duration.between(came, time(answer, TRANSMIT)))
                .dividedBy(2);
    }

    private static Instant time(ByteBuffer packet, int at) {
        long seconds = packet.getInt(at) & 0xFFFFFFFFL;
        long fraction = packet.getInt(at + 4) & 0xFFFFFFFFL;
        long since1900 = seconds < HALF ? seconds + (1L << 32) : seconds;
        return Instant.ofEpochSecond(since1900 - EPOCH, (fraction * 1_000_000_000L) >>> 32);
    }
}
