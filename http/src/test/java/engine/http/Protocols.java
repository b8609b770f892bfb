package engine.http;

import engine.http.protocol.Protocol;

/** Protocols for tests: the usual one but for a part. */
final class Protocols {
    private Protocols() {}

    /** Lets all characters through in paths. */
    static Protocol anyPath() {
        var usual = Protocol.DEFAULT;
        return new Protocol(
                usual.maxConnectionsPerClient(),
                usual.maxHeaderBytes(),
                usual.headerTimeout(),
                usual.idleTimeout(),
                usual.responseHeaders(),
                usual.blockEndpoints(),
                usual.allowWriteFrom(),
                usual.useCache(),
                true,
                usual.accessLog(),
                usual.socketFile());
    }
}
