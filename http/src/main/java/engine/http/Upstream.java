package engine.http;

import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.util.concurrent.CompletionStage;

/** The port of a client agent to the servers of its datacenter. */
@FunctionalInterface
public interface Upstream {

    /**
     * Has a server answer a request; must not block. A blocking query takes as long as its {@code wait} and a sixteenth
     * of that; nobody waits for the answer much longer.
     *
     * @param request its target is relative and goes as it is, as do its headers. Its body is whole, so that the request
     *     can be sent to another server when one failed, but for {@code PUT /v1/snapshot}, whose body comes once.
     * @return the answer, whose body ends or fails. A {@link Refusal} is answered as it is, any other failure with 500 and
     *     that no server could be reached.
     */
    CompletionStage<HttpResponse> forward(HttpRequest request);
}
