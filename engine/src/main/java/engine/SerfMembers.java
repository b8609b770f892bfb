package engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The agents as Serf's handlers are told of them. Pure.
 *
 * @param members by name
 */
record SerfMembers(SortedMap<String, Member> members) {

    /** @param tags the metadata of its node */
    record Member(String name, String address, Map<String, String> tags, boolean alive) {

        /** As handlers read it. */
        String line() {
            return String.join(
                            "\t",
                            clean(name),
                            address,
                            clean(tags.getOrDefault("role", "")),
                            new TreeMap<>(tags)
                                    .entrySet().stream()
                                            .map(tag -> clean(tag.getKey()) + "=" + clean(tag.getValue()))
                                            .collect(Collectors.joining(",")))
                    + "\n";
        }

        private static String clean(String text) {
            return text.replace("\t", "\\t").replace("\n", "\\n");
        }

        private boolean isSame(Member other) {
            return address.equals(other.address) && tags.equals(other.tags);
        }
    }

    /**
     * What became of the agents, each kind with the lines of those concerned, as one handler run gets them.
     *
     * @param before what was known
     */
    Map<String, String> since(SerfMembers before) {
        var lines = new LinkedHashMap<String, List<String>>();
        members.forEach((name, now) -> {
            var was = before.members().get(name);
            if (was == null) {
                add(lines, "member-join", now);
                if (!now.alive()) {
                    add(lines, "member-failed", now);
                }
            } else {
                if (was.alive() != now.alive()) {
                    add(lines, now.alive() ? "member-join" : "member-failed", now);
                }
                if (!was.isSame(now)) {
                    add(lines, "member-update", now);
                }
            }
        });
        before.members().forEach((name, was) -> {
            if (!members.containsKey(name)) {
                add(lines, was.alive() ? "member-leave" : "member-reap", was);
            }
        });
        var events = new LinkedHashMap<String, String>();
        lines.forEach((event, of) -> events.put(event, String.join("", of)));
        return events;
    }

    private static void add(Map<String, List<String>> lines, String event, Member member) {
        lines.computeIfAbsent(event, _ -> new ArrayList<>()).add(member.line());
    }
}
