package engine.checks;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says what an HTTP answer means. Pure. */
final class HttpJudgement {

    private final HttpExpectation expected;
    private final Pattern body;
    private final Pattern rejectedBody;
    private final Map<String, Pattern> headers;

    HttpJudgement(HttpExpectation expected) {
        this.expected = expected;
        body = Regex.compile("expect-body", expected.body());
        rejectedBody = Regex.compile("reject-body", expected.rejectedBody());
        headers = expected.headers().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        header -> Regex.compile("expect-header", header.getValue()),
                        (one, _) -> one,
                        TreeMap::new));
    }

    /** The status that the code means, before anything else is looked at. */
    Status status(int code) {
        if (!expected.status().isEmpty()) {
            var text = Integer.toString(code);
            return expected.status().contains(text) || expected.status().contains(text.charAt(0) + "xx")
                    ? Status.PASSING
                    : Status.CRITICAL;
        }
        if (code >= 200 && code <= 299) {
            return Status.PASSING;
        }
        return code == 429 ? Status.WARNING : Status.CRITICAL;
    }

    /** What else is not as expected, as the rest of a sentence; empty where all is. */
    Optional<String> missing(HttpAnswer answer) {
        for (var header : headers.entrySet()) {
            var values = answer.headers().getAll(header.getKey());
            if (values.isEmpty()) {
                return Optional.of("but there is no header " + header.getKey());
            }
            if (values.stream()
                    .noneMatch(value -> header.getValue().matcher(value).find())) {
                return Optional.of("but no header %s matches '%s'"
                        .formatted(header.getKey(), header.getValue().pattern()));
            }
        }
        return expected.asksForBody() ? missing(answer, answer.body()) : Optional.empty();
    }

    private Optional<String> missing(HttpAnswer answer, String text) {
        if (!answer.whole()) {
            return Optional.of("but the body is longer than %d bytes, the most that can be matched"
                    .formatted(HttpAnswer.MOST_MATCHED));
        }
        if (!body.matcher(text).find()) {
            return Optional.of("but the body does not match '" + expected.body() + "'");
        }
        if (!expected.rejectedBody().isEmpty() && rejectedBody.matcher(text).find()) {
            return Optional.of("but the body matches '" + expected.rejectedBody() + "'");
        }
        return expected.json().isEmpty()
                ? Optional.empty()
                : JsonScalars.difference(text, new TreeMap<>(expected.json()));
    }
}
