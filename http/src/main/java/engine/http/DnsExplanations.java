package engine.http;

import java.util.List;

/** The port through which the API tells what DNS answers, and why. */
@FunctionalInterface
public interface DnsExplanations {
    /** Where there is no DNS. */
    DnsExplanations NONE = (_, _, _) -> {
        throw new Refusal(501, "This agent answers no DNS.");
    };

    /**
     * Asks as a client would.
     *
     * @param tcp over TCP, else over UDP without EDNS
     * @throws Refusal with a sentence for what is no name or type
     */
    Explanation explain(String name, String type, boolean tcp);

    /**
     * An answer and how it came about.
     *
     * @param meaning of the question, in words
     * @param instances of the service that was asked for, answered or not
     */
    record Explanation(
            String name,
            String type,
            String meaning,
            String rcode,
            boolean authoritative,
            boolean truncated,
            List<String> answer,
            List<String> authority,
            List<String> additional,
            List<Candidate> instances) {}

    /** An instance; {@code reason} says why it is not in the answer, and is empty when it is. */
    record Candidate(String node, String id, String address, int port, String reason) {}
}
