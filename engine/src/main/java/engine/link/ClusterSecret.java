package engine.link;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret that the agents of a cluster share: proves who belongs to it and is never shown. */
public final class ClusterSecret {
    private static final String ALGORITHM = "HmacSHA256";
    private final SecretKeySpec key;

    /** @param bytes at least one */
    public ClusterSecret(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a cluster secret must not be empty");
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** HMAC-SHA256 of what a request says of itself, in hexadecimal. */
    String proof(String method, String path, String datacenter, String node) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var text = method + '\n' + path + '\n' + datacenter + '\n' + node;
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** Takes as long for a wrong proof as for the right one. */
    boolean proves(String proof, String method, String path, String datacenter, String node) {
        return MessageDigest.isEqual(
                proof(method, path, datacenter, node).getBytes(StandardCharsets.UTF_8),
                proof.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(secret)";
    }
}
