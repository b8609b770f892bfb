package engine.checks;

import java.util.List;
import java.util.Map;

/**
 * What an HTTP answer must be. All that is said must hold.
 *
 * @param status codes ({@code 200}) and classes of codes ({@code 3xx}); empty for Consul's rule: 2xx is passing, 429 is
 *     warning, anything else is critical
 * @param body regular expression found in the body; empty for none
 * @param rejectedBody regular expression not found in the body; empty for none
 * @param headers regular expressions found in headers, by name; a header with several values needs one that matches
 * @param json scalars of a JSON body by JSON pointer (RFC 6901)
 */
public record HttpExpectation(
        List<String> status, String body, String rejectedBody, Map<String, String> headers, Map<String, String> json) {

    /** Nothing but Consul's rule. */
    public static final HttpExpectation NONE = new HttpExpectation(List.of(), "", "", Map.of(), Map.of());

    private static final int MOST = 32;

    public HttpExpectation {
        status = List.copyOf(status);
        headers = Map.copyOf(headers);
        json = Map.copyOf(json);
        if (status.size() > MOST || headers.size() > MOST || json.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " of a kind can be expected");
        }
        for (var code : status) {
            if (!code.matches("[1-5]([0-9][0-9]|xx)")) {
                throw new IllegalArgumentException(
                        "expect-status has codes such as 200 and classes such as 2xx, not '" + code + "'");
            }
        }
        var _ = Regex.compile("expect-body", body);
        var _ = Regex.compile("reject-body", rejectedBody);
        headers.forEach((name, regex) -> Regex.compile("expect-header " + name, regex));
        for (var pointer : json.keySet()) {
            if (!pointer.matches("(/([^~/]|~0|~1)*)*")) {
                throw new IllegalArgumentException(
                        "expect-json has JSON pointers such as /status, not '" + pointer + "'");
            }
        }
    }

    /** Whether the body must be known to judge an answer. */
    boolean asksForBody() {
        return !body.isEmpty() || !rejectedBody.isEmpty() || !json.isEmpty();
    }
}
