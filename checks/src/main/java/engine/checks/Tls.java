package engine.checks;

/**
 * How a probe uses TLS. Files are PEM and are read again when they have changed.
 *
 * @param skipVerify any certificate is accepted, for any name
 * @param serverName the name that is asked for (SNI) and that the certificate must be for; empty for the target's host
 * @param caFile certificates that are trusted instead of the system's; empty for the system's
 * @param certFile the certificate shown to the server, with what is between it and its CA; empty for none
 * @param keyFile the private key of {@code certFile}, not encrypted
 */
public record Tls(boolean skipVerify, String serverName, String caFile, String certFile, String keyFile) {

    /** The system's CAs, the target's name, no client certificate. */
    public static final Tls DEFAULT = new Tls(false, "", "", "", "");

    public Tls {
        if (certFile.isEmpty() != keyFile.isEmpty()) {
            throw new IllegalArgumentException("tls-cert-file and tls-key-file belong together; one is missing");
        }
        if (skipVerify && !caFile.isEmpty()) {
            throw new IllegalArgumentException("tls-skip-verify trusts any certificate, so tls-ca-file has no meaning");
        }
    }

    /** The system's CAs, or any certificate. */
    public static Tls verifying(boolean verify) {
        return verify ? DEFAULT : new Tls(true, "", "", "", "");
    }
}
