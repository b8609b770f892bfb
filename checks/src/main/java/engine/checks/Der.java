package engine.checks;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER (X.690) as it takes to give an older form of a private key the form PKCS #8 (RFC 5958). */
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Der() {}

    /**
     * Wraps a key of PKCS #1 or SEC 1.
     *
     * @param publicKey a SubjectPublicKeyInfo, whose algorithm with its parameters is also that of the private key
     */
    static byte[] pkcs8(byte[] publicKey, byte[] key) {
        int from = header(publicKey, 0);
        int to = header(publicKey, from) + length(publicKey, from);
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(VERSION_0);
        inner.writeBytes(Arrays.copyOfRange(publicKey, from, to));
        inner.writeBytes(element(OCTET_STRING, key));
        return element(SEQUENCE, inner.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int n = bytes - 1; n >= 0; n--) {
                out.write(content.length >> (8 * n));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** Where the content of the element at {@code at} begins. */
    private static int header(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int n = 0; n < (first & 0x7F); n++) {
            length = (length << 8) | (der[at + 2 + n] & 0xFF);
        }
        return length;
    }
}
