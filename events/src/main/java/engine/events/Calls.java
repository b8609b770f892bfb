package engine.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.util.ByteString;

/** The port through which triggers call URLs. */
@FunctionalInterface
public interface Calls {

    /**
     * Sends a request; a redirection is an answer like any other.
     *
     * @param timeout after which the request is ended; the answer then fails with a {@link java.util.concurrent.TimeoutException}
     * @param outputLimit bytes of the answer's body kept, the first ones
     * @return fails with a sentence when there is no answer
     */
    CompletionStage<Answer> call(Request request, Duration timeout, int outputLimit);

    /** What is sent. */
    record Request(String method, String url, Map<String, List<String>> headers, ByteString body) {}

    /** What came back. */
    record Answer(int status, String body) {}
}
