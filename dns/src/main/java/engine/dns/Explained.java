package engine.dns;

import java.util.List;
import java.util.Optional;

/**
 * What DNS says to a question, and what the question means.
 *
 * @param name in full, with its last dot
 * @param truncated the TC bit
 * @param answer records as zone files have them, as are those of the other sections
 * @param meaning in words, such as {@code service 'web' with tag 'v1'}
 * @param sought the service that was asked for; empty for any other name
 */
public record Explained(
        String name,
        String type,
        String rcode,
        boolean authoritative,
        boolean truncated,
        List<String> answer,
        List<String> authority,
        List<String> additional,
        String meaning,
        Optional<Sought> sought) {

    /** A service by its name; the tag is empty for all instances. */
    public record Sought(String service, String tag) {}
}
