package engine.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The output of runs while they go on, line by line, after the name of the node: each line once, however often the end of the output
 * is told. What was dropped before it could be shown is counted.
 */
final class StreamedOutput {
    /** Bytes of a line without an end that are held back; longer ones are shown in parts. */
    private static final int LINE = 1_024;

    /** How many bytes of each run's output are shown, or counted. */
    private final Map<String, Long> shown = new HashMap<>();

    /** Whether anything of a run was shown. */
    boolean knows(String id, Fields run) {
        return shown.containsKey(key(id, run));
    }

    /**
     * What is new, in lines.
     *
     * @param id of the event
     * @param ended whether there is no more to come
     */
    String news(String id, Fields run, boolean ended) {
        var output = run.text("Output").getBytes(StandardCharsets.UTF_8);
        long start = Math.max(0, run.number("OutputDropped"));
        long from = shown.getOrDefault(key(id, run), 0L);
        if (from > start + output.length) {
            from = 0; // the run began again
        }
        long lost = Math.max(0, start - from);
        int at = (int) Math.min(output.length, Math.max(0, from - start));
        int end = ended || output.length - at > LINE ? output.length : lineEnd(output, at);
        if (end == at && (lost == 0 || !ended)) {
            return "";
        }
        shown.put(key(id, run), start + end);
        var out = new StringBuilder();
        var node = Table.safe(run.text("Node")) + ": ";
        if (lost > 0) {
            out.append(node).append("... (").append(bytes(lost)).append(" not kept)\n");
        }
        new String(Arrays.copyOfRange(output, at, end), StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> out.append(node).append(Table.safe(line)).append('\n'));
        return out.toString();
    }

    /** After the last line that is whole. */
    private static int lineEnd(byte[] output, int from) {
        int end = output.length;
        while (end > from && output[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    static String bytes(long count) {
        return count == 1 ? "1 byte" : String.format(Locale.ROOT, "%,d bytes", count);
    }

    private static String key(String id, Fields run) {
        return String.join("\n", id, run.text("Node"), run.text("Trigger"));
    }
}
