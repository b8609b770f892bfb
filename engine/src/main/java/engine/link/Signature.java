package engine.link;

import engine.http.message.Header;
import engine.http.message.HttpRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the headers of a request say of the agent that sent it. Values are percent-encoded, as a header is ASCII and a node's name
 * need not be.
 *
 * @param proof empty where there was none
 */
record Signature(String datacenter, String node, String nodeId, String version, Optional<String> proof) {
    private static final String DATACENTER = "Engine-Datacenter";
    private static final String NODE = "Engine-Node";
    private static final String NODE_ID = "Engine-Node-Id";
    private static final String VERSION = "Engine-Version";
    private static final String PROOF = "Engine-Proof";

    /** The headers for a request of {@code method} to {@code path}, which is as it stands in the URI, without the query. */
    static List<Header> headers(Identity identity, String method, String path) {
        var headers = new ArrayList<Header>();
        headers.add(header(DATACENTER, identity.datacenter()));
        headers.add(header(NODE, identity.node()));
        headers.add(header(NODE_ID, identity.nodeId()));
        headers.add(header(VERSION, identity.version()));
        identity.secret()
                .map(secret -> secret.proof(method, path, identity.datacenter(), identity.node()))
                .ifPresent(proof -> headers.add(new Header(PROOF, proof)));
        return headers;
    }

    /** Empty where a header is missing that every agent sends. */
    static Optional<Signature> of(HttpRequest request) {
        return of(request::header);
    }

    /** @param headers the first value by name */
    static Optional<Signature> of(Function<String, Optional<String>> headers) {
        var datacenter = value(headers, DATACENTER);
        var node = value(headers, NODE);
        var nodeId = value(headers, NODE_ID);
        if (datacenter.isEmpty() || node.isEmpty() || nodeId.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Signature(
                datacenter.get(),
                node.get(),
                nodeId.get(),
                value(headers, VERSION).orElse(""),
                value(headers, PROOF)));
    }

    private static Header header(String name, String value) {
        return new Header(name, URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static Optional<String> value(Function<String, Optional<String>> headers, String name) {
        try {
            return headers.apply(name).map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
