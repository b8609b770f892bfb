package engine.sources;

import engine.events.Trigger.Source.NodeChange;
import engine.events.Trigger.Source.Nodes;
import engine.text.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which agents are there, and alive.
 *
 * @param known whether each is alive, by name; null before anything is known
 */
record NodeObserver(Nodes wanted, String index, @Nullable Map<String, Boolean> known) implements Observer {
    private static final String QUESTION =
            "/v1/health/state/any?filter=" + Paths.value("CheckID == \"serfHealth\"") + "&index=";

    static NodeObserver of(Nodes wanted) {
        return new NodeObserver(wanted, "", null);
    }

    @Override
    public Optional<String> question() {
        return Optional.of(QUESTION + (index.isEmpty() ? "0" : index) + WAIT);
    }

    @Override
    public Step saw(Answer answer, Instant now) {
        var seen = new LinkedHashMap<String, Boolean>();
        for (var check : Json.objects(Json.parse(answer.expectOk()))) {
            var node = Json.string(check, "Node");
            if (wanted.name().isEmpty() || wanted.name().equalsIgnoreCase(node)) {
                seen.put(node, Json.string(check, "Status").equals("passing"));
            }
        }
        var next = new NodeObserver(wanted, answer.indexAfter(index), seen);
        return Step.of(next, known == null ? List.of() : news(known, seen, now));
    }

    private List<Sighting> news(Map<String, Boolean> before, Map<String, Boolean> after, Instant now) {
        var news = new ArrayList<Sighting>();
        before.keySet().stream()
                .filter(node -> !after.containsKey(node))
                .forEach(node -> add(news, NodeChange.LEAVE, node, now));
        after.forEach((node, alive) -> {
            var was = before.get(node);
            if (was == null) {
                add(news, NodeChange.JOIN, node, now);
            } else if (was && !alive) {
                add(news, NodeChange.FAIL, node, now);
            } else if (!was && alive) {
                add(news, NodeChange.RETURN, node, now);
            }
        });
        return news;
    }

    private void add(List<Sighting> news, NodeChange change, String node, Instant now) {
        if (!wanted.changes().contains(change)) {
            return;
        }
        var word = change.name().toLowerCase(Locale.ROOT);
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("Change", word);
        fields.put("Name", node);
        var what = switch (change) {
            case JOIN -> "joined";
            case LEAVE -> "left";
            case FAIL -> "failed";
            case RETURN -> "is back";
        };
        news.add(Sighting.of(
                "NODE", "node %s %s".formatted(node, what), "node/" + node + "/" + word, Sighting.BLUR, now, fields));
    }

    @Override
    public Observer goingOn(String position) {
        var alive = new LinkedHashMap<String, Boolean>();
        Seen.rows(position).forEach(row -> alive.put(row.get(0), Boolean.valueOf(row.get(1))));
        return new NodeObserver(wanted, "", alive);
    }

    @Override
    public String position() {
        return known == null ? "" : Seen.text(known, (name, alive) -> Stream.of(name, Boolean.toString(alive)));
    }
}
