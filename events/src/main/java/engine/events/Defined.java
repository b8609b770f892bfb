package engine.events;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The triggers of a node, found by name and by what they wait for. Pure. */
final class Defined {
    static final Defined NONE = new Defined(List.of());

    private final Map<String, Trigger> byName = new HashMap<>();
    private final Map<Trigger.Source, List<Trigger>> bySource;

    /** @param triggers with names that differ */
    Defined(List<Trigger> triggers) {
        triggers.forEach(trigger -> byName.put(trigger.name(), trigger));
        bySource = triggers.stream().collect(Collectors.groupingBy(Trigger::on));
    }

    Optional<Trigger> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Those that wait for an event, in the order in which they were defined, those of watches and handlers last. */
    List<Trigger> waitingFor(Event event) {
        return event.cause().isPresent()
                ? named(event.name()).stream().toList()
                : Stream.concat(
                                Stream.of(
                                        new Trigger.Source.UserEvent(event.name()),
                                        new Trigger.Source.WatchedEvents(event.name()),
                                        new Trigger.Source.WatchedEvents("")),
                                SerfEvent.sources(event).stream())
                        .flatMap(source -> bySource.getOrDefault(source, List.of()).stream())
                        .toList();
    }
}
