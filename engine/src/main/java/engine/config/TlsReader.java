package engine.config;

import engine.checks.Tls;
import java.util.Set;

/** Reads how a check uses TLS. */
final class TlsReader {

    static final Set<String> KEYS =
            Set.of("tls-skip-verify", "tls-server-name", "tls-ca-file", "tls-cert-file", "tls-key-file");

    private TlsReader() {}

    /** @throws IllegalArgumentException for values that do not go together */
    static Tls read(Fields fields) {
        return new Tls(
                fields.flag("tls-skip-verify"),
                fields.text("tls-server-name"),
                fields.text("tls-ca-file"),
                fields.text("tls-cert-file"),
                fields.text("tls-key-file"));
    }
}
