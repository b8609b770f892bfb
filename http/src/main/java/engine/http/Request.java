package engine.http;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpRequest;
import engine.http.protocol.RequestId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A request, whichever way it came.
 *
 * @param path as it stood in the request line: percent-encoded, the query left out
 * @param rawQuery what stood behind the question mark, encoded; empty without one
 * @param entity read through {@link Body} alone
 * @param client address of who made the request; empty where it is not known
 * @param agent name of the agent that handed it on; empty when its client sent it
 * @param id its name in answers and logs
 * @param cancellation tells when nobody waits for the answer any more
 * @param loop the thread of the connection that the answer goes to, which must not wait; empty where there is none
 */
record Request(
        String method,
        String path,
        String rawQuery,
        Headers headers,
        Entity entity,
        String client,
        String agent,
        String id,
        Cancellation cancellation,
        Optional<Executor> loop) {
    /** Characters of an IPv6 address with a zone, and some. */
    private static final int LONGEST_ADDRESS = 64;

    /** The headers, by names in any case. */
    @FunctionalInterface
    interface Headers {
        /** The values of all headers of this name, in their order. */
        List<String> all(String name);

        /** The value of the first header of this name. */
        default Optional<String> first(String name) {
            return all(name).stream().findFirst();
        }
    }

    /** One that another agent handed on for its client, whose address it tells. */
    static Request of(HttpRequest request, String agent) {
        Headers headers = name -> request.headers().stream()
                .filter(header -> header.is(name))
                .map(Header::value)
                .toList();
        var client = headers.first(Forwarding.CLIENT)
                .filter(address -> address.length() <= LONGEST_ADDRESS)
                .orElse("");
        return new Request(
                request.method(),
                request.path(),
                request.rawQuery(),
                headers,
                request.entity(),
                client,
                agent,
                RequestId.of(headers.first(RequestId.HEADER)),
                Cancellation.NONE,
                Optional.empty());
    }

    Request with(Cancellation other) {
        return new Request(method, path, rawQuery, headers, entity, client, agent, id, other, loop);
    }
}
