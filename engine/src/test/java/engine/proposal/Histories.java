package engine.proposal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Histories as lines of JSON, one call each, in any order:
 *
 * <pre>{"client":"c1","invoked":17,"returned":19,"request":{"op":"put","key":"k","value":"v"},"answer":{"is":"done","held":true}}</pre>
 *
 * A call of which nobody knows the outcome has neither {@code returned} nor {@code answer}.
 */
public final class Histories {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    @JsonInclude(Include.NON_NULL)
    private record Line(
            String client, long invoked, @Nullable Long returned, Call.Request request, Call.@Nullable Answer answer) {}

    private Histories() {}

    /** One call as a line, without its end. */
    public static String line(Call call) {
        var returned = call.returned() == Call.NEVER ? null : call.returned();
        return JSON.writeValueAsString(
                new Line(call.client(), call.invoked(), returned, call.request(), call.answer()));
    }

    /** A line as a call. */
    public static Call call(String line) {
        return HistoryReader.call(line);
    }

    /** Writes a history. */
    public static void write(Path file, Collection<Call> history) {
        try {
            Files.write(file, history.stream().map(Histories::line).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a history. */
    public static List<Call> read(Path file) {
        return HistoryReader.read(file);
    }
}
