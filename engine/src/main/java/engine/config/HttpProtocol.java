package engine.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How HTTP connections are treated, and what all answers have in common.
 *
 * @param idleTimeout zero for none
 * @param allowWriteFrom networks such as 10.0.0.0/8; empty for everyone
 * @param anyPath whether paths may have characters that cannot be printed
 * @param accessLog off, text or json
 * @param sockets who may use a Unix socket
 */
public record HttpProtocol(
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration idleTimeout,
        Map<String, String> responseHeaders,
        List<String> blockEndpoints,
        List<String> allowWriteFrom,
        boolean useCache,
        boolean anyPath,
        String accessLog,
        Sockets sockets) {

    HttpProtocol with(Sockets other) {
        return new HttpProtocol(
                maxHeaderBytes,
                headerTimeout,
                idleTimeout,
                responseHeaders,
                blockEndpoints,
                allowWriteFrom,
                useCache,
                anyPath,
                accessLog,
                other);
    }

    /** Owner, group and mode of the files of Unix sockets; each may be empty. */
    public record Sockets(String user, String group, String mode) {}
}
