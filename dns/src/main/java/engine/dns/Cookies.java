package engine.dns;

import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Server cookies (RFC 7873): a client that shows the one it was given is at the address that it says. They hold as long
 * as this process. One per thread.
 */
final class Cookies {
    private static final String HMAC = "HmacSHA256";
    private static final int LENGTH = 8;
    private static final SecretKeySpec SECRET = new SecretKeySpec(new SecureRandom().generateSeed(32), HMAC);

    private final Mac mac;

    Cookies() {
        try {
            mac = Mac.getInstance(HMAC);
            mac.init(SECRET);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** The cookie for a client, by its own cookie and its address (RFC 7873 appendix B.2). */
    byte[] of(byte[] client, InetAddress address) {
        mac.update(client);
        return Arrays.copyOf(mac.doFinal(address.getAddress()), LENGTH);
    }

    boolean valid(byte[] server, byte[] client, InetAddress address) {
        return MessageDigest.isEqual(server, of(client, address));
    }
}
