package engine.dns;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** The port of a client agent to the servers of its datacenter. */
@FunctionalInterface
public interface Upstream {

    /**
     * Has a server answer a query; must not block, and fails at once when it knows that there is none, with a {@link
     * java.util.concurrent.TimeoutException} when there may be one. Nobody waits longer than some seconds for the answer.
     *
     * @param query one message as it came
     * @param tcp how it came, and so how long its answer may be
     * @param maxStale how old the server's answer may be; SERVFAIL where it has only an older one
     * @return one message
     */
    CompletionStage<byte[]> answer(byte[] query, boolean tcp, Duration maxStale);
}
