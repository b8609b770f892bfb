package engine.local;

import engine.checks.Status;
import engine.durable.KeptTexts;
import engine.local.CheckPast.Transition;
import engine.state.PersistentSortedMap;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The past of each check of this agent, kept over restarts, a key for each change. Bounded for one check and for all: what is too
 * much goes, the oldest first. Not thread-safe.
 */
public final class CheckPasts {
    /** Changes that are remembered of all checks together. */
    static final int MOST = 10_000;
    /** Parts the id of a check from the number of a change; no id has it. */
    private static final char PART = '\0';

    private final KeptTexts texts;
    private final int most;
    private PersistentSortedMap<CheckPast> pasts = PersistentSortedMap.empty();
    /** All changes that are remembered, the oldest first. */
    private final Deque<Place> order = new ArrayDeque<>();

    private record Place(String id, Transition transition) {}

    /** @param texts where they are kept */
    public CheckPasts(KeptTexts texts) {
        this(texts, MOST);
    }

    CheckPasts(KeptTexts texts, int most) {
        this.texts = texts;
        this.most = most;
        var kept = new ArrayList<Place>();
        texts.all().forEach((key, text) -> {
            var part = key.lastIndexOf(PART);
            var number = number(key.substring(part + 1));
            Transition.parse(number, text)
                    .ifPresentOrElse(
                            transition -> kept.add(new Place(key.substring(0, part), transition)),
                            () -> texts.remove(key));
        });
        kept.sort(Comparator.comparingLong(place -> place.transition().number()));
        kept.forEach(place -> pasts = pasts.put(place.id(), of(place.id()).with(place.transition())));
        kept.stream()
                .sorted(Comparator.comparing(place -> place.transition().at()))
                .forEach(order::add);
    }

    private static long number(String text) {
        return text.matches("\\d{19}") ? Long.parseLong(text) : 0;
    }

    private static String key(String id, Transition transition) {
        return id + PART + "%019d".formatted(transition.number());
    }

    /** What each check has been through, by id. */
    public PersistentSortedMap<CheckPast> all() {
        return pasts;
    }

    /** What a check has been through; {@link CheckPast#NONE} for one that has never changed. */
    public CheckPast of(String id) {
        return Objects.requireNonNullElse(pasts.get(id), CheckPast.NONE);
    }

    /** A check has changed. */
    public void changed(String id, Instant at, Status from, Status to, String output) {
        var before = of(id);
        var now = before.then(at, from, to, output);
        pasts = pasts.put(id, now);
        var latest = now.last().getLast();
        texts.put(key(id, latest), latest.text());
        order.add(new Place(id, latest));
        if (now.last().size() <= before.last().size()) {
            forget(new Place(id, before.last().getFirst()));
        }
        while (order.size() > most) {
            var oldest = order.getFirst();
            pasts = pasts.put(oldest.id(), of(oldest.id()).forgetOldest());
            forget(oldest);
        }
    }

    private void forget(Place place) {
        order.remove(place);
        texts.remove(key(place.id(), place.transition()));
    }

    /** A check is gone, and its past with it. */
    public void remove(String id) {
        var past = pasts.get(id);
        if (past != null) {
            pasts = pasts.remove(id);
            past.last().forEach(transition -> forget(new Place(id, transition)));
        }
    }

    /** Forgets the checks that are not among these. */
    public void only(Set<String> ids) {
        var others = new ArrayList<String>();
        order.stream().map(Place::id).filter(id -> !ids.contains(id)).forEach(others::add);
        List.copyOf(others).forEach(this::remove);
    }

    /** Hands what changed to the disk. */
    public void keep() {
        texts.keep();
    }
}
