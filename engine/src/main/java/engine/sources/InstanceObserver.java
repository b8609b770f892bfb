package engine.sources;

import engine.events.Trigger.Source.InstanceChange;
import engine.events.Trigger.Source.Instances;
import engine.text.Json;
import java.time.Duration;
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
 * The instances of a service, and their health.
 *
 * @param known by node and id; null before anything is
 */
record InstanceObserver(
        Instances wanted, String index, @Nullable Map<String, Instance> known) implements Observer {

    /**
     * An instance.
     *
     * @param created its CreateIndex
     * @param status the worst of its checks
     */
    record Instance(String node, String id, String address, long port, long created, String status) {}

    static InstanceObserver of(Instances wanted) {
        return new InstanceObserver(wanted, "", null);
    }

    @Override
    public Optional<String> question() {
        var tag = wanted.tag().isEmpty() ? "" : "&tag=" + Paths.value(wanted.tag());
        return Optional.of("/v1/health/service/" + Paths.value(wanted.service()) + "?index="
                + (index.isEmpty() ? "0" : index) + tag + WAIT);
    }

    @Override
    public Step saw(Answer answer, Instant now) {
        var seen = new LinkedHashMap<String, Instance>();
        for (var entry : Json.objects(Json.parse(answer.expectOk()))) {
            var instance = instance(entry);
            seen.put(Seen.name(instance.node(), instance.id()), instance);
        }
        var next = new InstanceObserver(wanted, answer.indexAfter(index), seen);
        return Step.of(next, known == null ? List.of() : news(known, seen, now));
    }

    private List<Sighting> news(Map<String, Instance> before, Map<String, Instance> after, Instant now) {
        var news = new ArrayList<Sighting>();
        before.forEach((name, was) -> {
            if (!after.containsKey(name)) {
                add(news, InstanceChange.GO, was, was.status(), now);
            }
        });
        after.forEach((name, is) -> {
            var was = before.get(name);
            if (was == null) {
                add(news, InstanceChange.COME, is, "", now);
            } else if (!was.status().equals(is.status())) {
                add(news, InstanceChange.HEALTH, is, was.status(), now);
            }
        });
        return news;
    }

    private void add(List<Sighting> news, InstanceChange change, Instance instance, String from, Instant now) {
        if (!wanted.changes().contains(change)) {
            return;
        }
        var word = change.name().toLowerCase(Locale.ROOT);
        var status = change == InstanceChange.GO ? "" : instance.status();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("Change", word);
        fields.put("Service", wanted.service());
        fields.put("ID", instance.id());
        fields.put("Node", instance.node());
        fields.put("Address", instance.address());
        fields.put("Port", instance.port());
        fields.put("From", from);
        fields.put("Status", status);
        // Its health may follow from what each server sees for itself; coming and going has a mark that all share.
        boolean health = change == InstanceChange.HEALTH;
        var what = switch (change) {
            case COME -> "came";
            case GO -> "went";
            case HEALTH -> from + " -> " + status;
        };
        news.add(Sighting.of(
                "SERVICE",
                "instance '%s' of service '%s' on %s: %s"
                        .formatted(instance.id(), wanted.service(), instance.node(), what),
                "service/%s/%s/%s/%s/%s"
                        .formatted(
                                wanted.service(),
                                instance.node(),
                                instance.id(),
                                word,
                                health ? status : instance.created()),
                health ? Sighting.BLUR : Duration.ZERO,
                now,
                fields));
    }

    private static Instance instance(Map<String, @Nullable Object> entry) {
        var node = Json.members(entry.get("Node"));
        var service = Json.members(entry.get("Service"));
        var status = "passing";
        for (var check : Json.objects(entry.get("Checks"))) {
            var one = Json.string(check, "Status");
            status = rank(one) > rank(status) ? one : status;
        }
        var address = Json.string(service, "Address");
        return new Instance(
                Json.string(node, "Node"),
                Json.string(service, "ID"),
                address.isEmpty() ? Json.string(node, "Address") : address,
                Json.number(service, "Port"),
                Json.number(service, "CreateIndex"),
                status);
    }

    private static int rank(String status) {
        return switch (status) {
            case "passing" -> 0;
            case "warning" -> 1;
            default -> 2;
        };
    }

    @Override
    public Observer goingOn(String position) {
        var instances = new LinkedHashMap<String, Instance>();
        for (var row : Seen.rows(position)) {
            var instance = new Instance(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    Long.parseLong(row.get(3)),
                    Long.parseUnsignedLong(row.get(4)),
                    row.get(5));
            instances.put(Seen.name(instance.node(), instance.id()), instance);
        }
        return new InstanceObserver(wanted, "", instances);
    }

    @Override
    public String position() {
        return known == null
                ? ""
                : Seen.text(
                        known,
                        (_, is) -> Stream.of(
                                is.node(),
                                is.id(),
                                is.address(),
                                Long.toString(is.port()),
                                Long.toUnsignedString(is.created()),
                                is.status()));
    }
}
