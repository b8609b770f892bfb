package engine.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that is to be run on nodes, as the body of a request says it. */
final class ExecRequest {

    private ExecRequest() {}

    /** From {@code Command}, a list, or {@code Shell}, a line; and {@code Timeout}. A {@link Refusal} for anything else. */
    static UserEvents.Exec of(Map<String, @Nullable Object> body, UserEvents.Filters filters) {
        var command = words(body);
        var line = RequestJson.text(body, "Shell");
        if (command.isEmpty() == line.isEmpty()) {
            throw new Refusal(400, "A command is given as Command, a list of texts, or as Shell, a line.");
        }
        return new UserEvents.Exec(
                command.isEmpty() ? List.of(line) : command,
                command.isEmpty(),
                timeout(RequestJson.text(body, "Timeout")),
                filters);
    }

    private static List<String> words(Map<String, @Nullable Object> body) {
        for (var entry : body.entrySet()) {
            if (entry.getKey().equalsIgnoreCase("Command") && entry.getValue() != null) {
                if (!(entry.getValue() instanceof List<?> list)) {
                    throw new Refusal(400, "Command is a list of texts: the program and its arguments.");
                }
                var words = new ArrayList<String>();
                for (var item : list) {
                    if (!(item instanceof String word)) {
                        throw new Refusal(400, "Command is a list of texts: the program and its arguments.");
                    }
                    words.add(word);
                }
                return words;
            }
        }
        return List.of();
    }

    private static Optional<Duration> timeout(String text) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(GoDuration.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> new Refusal(400, "Invalid Timeout: it is a duration such as 30s.")));
    }
}
