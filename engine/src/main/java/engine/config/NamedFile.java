package engine.config;

import engine.checks.CheckSpec;
import engine.checks.Endpoint;
import engine.checks.Tls;
import java.util.Optional;

/**
 * Finds the key by which a check has the agent look at a file or a Unix socket of its machine. What the agent may see, whoever
 * registers such a check learns of: whether a path exists, and with a socket what stands behind it.
 */
public final class NamedFile {
    private NamedFile() {}

    /** The key; empty where the check names none. */
    public static Optional<String> of(CheckSpec spec) {
        return switch (spec) {
            case CheckSpec.Http http -> http.unixSocket().isEmpty() ? of(http.tls()) : Optional.of("unix-socket");
            case CheckSpec.Tcp tcp ->
                tcp.endpoint() instanceof Endpoint.Unix
                        ? Optional.of("tcp")
                        : tcp.tls().flatMap(NamedFile::of);
            case CheckSpec.H2Ping ping -> ping.tls().flatMap(NamedFile::of);
            case CheckSpec.Grpc grpc -> grpc.tls().flatMap(NamedFile::of);
            case CheckSpec.OsProcess process ->
                process.pidFile().isEmpty() ? Optional.empty() : Optional.of("pid-file");
            case CheckSpec.Host host -> host.subject().startsWith("/") ? Optional.of(host.type()) : Optional.empty();
            case CheckSpec.Script _,
                    CheckSpec.Udp _,
                    CheckSpec.Dns _,
                    CheckSpec.OsService _,
                    CheckSpec.Docker _,
                    CheckSpec.Ping _,
                    CheckSpec.Ttl _,
                    CheckSpec.Alias _,
                    CheckSpec.Combined _ -> Optional.empty();
        };
    }

    private static Optional<String> of(Tls tls) {
        return !tls.caFile().isEmpty()
                ? Optional.of("tls-ca-file")
                : tls.certFile().isEmpty() ? Optional.empty() : Optional.of("tls-cert-file");
    }
}
