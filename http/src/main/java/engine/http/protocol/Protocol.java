package engine.http.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How connections are treated, and what all answers have in common.
 *
 * @param maxConnectionsPerClient connections from one address at a time; 0 for no limit
 * @param maxHeaderBytes most bytes of a request's headers
 * @param headerTimeout how long a request line and its headers may take to arrive
 * @param idleTimeout how long a connection without a request is kept
 * @param responseHeaders of every answer
 * @param blockEndpoints paths whose beginnings are these are refused
 * @param allowWriteFrom who may write; everyone where it is empty
 * @param useCache whether {@code cached} has a meaning
 * @param anyPath whether a path may have characters that cannot be printed
 * @param accessLog whether, and how, each request is logged
 * @param socketFile what the files of Unix sockets are made to be
 */
public record Protocol(
        int maxConnectionsPerClient,
        int maxHeaderBytes,
        Duration headerTimeout,
        Duration idleTimeout,
        Map<String, String> responseHeaders,
        List<String> blockEndpoints,
        Networks allowWriteFrom,
        boolean useCache,
        boolean anyPath,
        AccessLog accessLog,
        SocketFile socketFile) {

    /** The forms of the access log. */
    public enum AccessLog {
        OFF,
        TEXT,
        JSON
    }

    /** What holds where nothing else is said; any number of connections. */
    public static final Protocol DEFAULT = new Protocol(
            0,
            64 << 10,
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Map.of(),
            List.of(),
            Networks.NONE,
            true,
            false,
            AccessLog.OFF,
            SocketFile.USUAL);

    /** Whether requests for a path, decoded, are refused. */
    public boolean blocks(String path) {
        return blockEndpoints.stream().anyMatch(path::startsWith);
    }
}
