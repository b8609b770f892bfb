package engine.dns;

import java.util.List;
import java.util.function.Function;

/** Which instances a tag in a name means. */
public final class Tags {
    private Tags() {}

    /**
     * Those that have the tag as it stands, which may have dots; where there are none, those that have each of its labels.
     * Tags compare without regard to case.
     *
     * @param tag empty for all
     */
    public static <T> List<T> having(String tag, List<T> all, Function<T, List<String>> tags) {
        if (tag.isEmpty()) {
            return all;
        }
        List<T> whole = all.stream().filter(it -> has(tags.apply(it), tag)).toList();
        if (!whole.isEmpty() || tag.indexOf('.') < 0) {
            return whole;
        }
        List<String> labels = List.of(tag.split("\\.", -1));
        return all.stream()
                .filter(it -> labels.stream().allMatch(label -> has(tags.apply(it), label)))
                .toList();
    }

    private static boolean has(List<String> tags, String tag) {
        return tags.stream().anyMatch(tag::equalsIgnoreCase);
    }
}
