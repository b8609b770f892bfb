package engine.checks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Certificates and keys from PEM files (RFC 7468). What is wrong with a file is told by its name and a rule, never by
 * what it holds: its path may come from a request.
 */
final class PemFile {

    /** Most bytes of a file; the CAs of a system are some 250,000. */
    private static final int MOST = 1 << 20;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([A-Za-z0-9+/=\\s]*+)-----END \\1-----");

    private record Block(String label, String base64) {
        byte[] bytes() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    private final String path;
    private final List<Block> blocks;

    private PemFile(String path, List<Block> blocks) {
        this.path = path;
        this.blocks = blocks;
    }

    static PemFile read(String path) throws IOException {
        String text;
        try {
            var file = Path.of(path);
            if (!Files.isRegularFile(file)) {
                throw new IOException("there is no file " + path);
            }
            if (Files.size(file) > MOST) {
                throw new IOException(path + " is larger than 1 MiB");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (InvalidPathException _) {
            throw new IOException("there is no file " + path);
        }
        var blocks = new ArrayList<Block>();
        for (var block = BLOCK.matcher(text); block.find(); ) {
            blocks.add(new Block(block.group(1), block.group(2)));
        }
        return new PemFile(path, blocks);
    }

    /** All certificates, at least one. */
    List<X509Certificate> certificates() throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (var block : blocks) {
            if (block.label().equals("CERTIFICATE")) {
                try {
                    certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(block.bytes())));
                } catch (GeneralSecurityException | IllegalArgumentException e) {
                    throw new IOException(path + " has a certificate that cannot be read", e);
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(path + " has no certificate in PEM form");
        }
        return certificates;
    }

    /**
     * The private key, in the form PKCS #8, or in those that OpenSSL and Consul write (PKCS #1, SEC 1).
     *
     * @param certified the public key of its certificate, which says of which kind it is
     */
    PrivateKey key(PublicKey certified) throws IOException {
        for (var block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return key(block, false, certified);
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return key(block, true, certified);
                }
                case "ENCRYPTED PRIVATE KEY" -> throw new IOException(path + " has an encrypted key; decrypt it");
                default -> {}
            }
        }
        throw new IOException(path + " has no private key in PEM form");
    }

    private PrivateKey key(Block block, boolean wrap, PublicKey certified) throws IOException {
        try {
            var bytes = wrap ? Der.pkcs8(certified.getEncoded(), block.bytes()) : block.bytes();
            return KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(path + " has no key of the certificate's kind (" + certified.getAlgorithm() + ")", e);
        }
    }
}
