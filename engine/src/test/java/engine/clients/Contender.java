package engine.clients;

import engine.clients.RecipeClient.Behavior;
import engine.clients.RecipeClient.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** One who wants a place in a semaphore: the recipe, with the keys of Consul's clients. Its session is not renewed. */
final class Contender {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration WAIT = Duration.ofSeconds(50);

    private final RecipeClient client;
    private final String prefix;
    private final int limit;
    private final String session;

    /** Who has a place, as the key {@code .lock} says it. */
    private record Places(int limit, TreeSet<String> holders, long modifyIndex) {

        /** Holders without a key of their own are left out: their session has ended. */
        static Places of(List<Entry> entries, String lock, int limit) {
            var alive = entries.stream().map(Entry::session).collect(Collectors.toSet());
            var holders = new TreeSet<String>();
            long modifyIndex = 0;
            for (var entry : entries) {
                if (entry.key().equals(lock)) {
                    modifyIndex = entry.modifyIndex();
                    holders.addAll(JSON.readTree(entry.value()).path("Holders").propertyNames());
                }
            }
            holders.retainAll(alive);
            return new Places(limit, holders, modifyIndex);
        }

        boolean isFull() {
            return holders.size() >= limit;
        }

        String json() {
            var value = JSON.createObjectNode().put("Limit", limit);
            var all = value.putObject("Holders");
            holders.forEach(holder -> all.put(holder, true));
            return value.toString();
        }
    }

    /** Enters its key; {@code prefix} ends with a slash. */
    Contender(RecipeClient client, String prefix, int limit) {
        this.client = client;
        this.prefix = prefix;
        this.limit = limit;
        this.session = client.createSession("contender", TTL, Duration.ZERO, Behavior.DELETE);
        if (!client.acquire(prefix + session, "", session)) {
            throw new AssertionError("the key of its own session cannot be taken");
        }
    }

    String session() {
        return session;
    }

    private String lock() {
        return prefix + ".lock";
    }

    /** Takes a place if there is one. */
    boolean tryEnter() {
        while (true) {
            var places = places();
            if (places.isFull()) {
                return false;
            }
            if (enter(places)) {
                return true;
            }
        }
    }

    /** Takes a place as soon as there is one. */
    void enter() {
        long index = 0;
        while (true) {
            var found = client.read(prefix, index, WAIT);
            var places = Places.of(found.entries(), lock(), limit);
            if (!places.isFull() && enter(places)) {
                return;
            }
            index = places.isFull() ? found.index() : 0;
        }
    }

    private boolean enter(Places places) {
        places.holders().add(session);
        return client.putIf(lock(), places.json(), places.modifyIndex());
    }

    /** Gives its place back. */
    void leave() {
        Places places;
        do {
            places = places();
            places.holders().remove(session);
        } while (!client.putIf(lock(), places.json(), places.modifyIndex()));
    }

    /** The sessions that have a place, as they are now. */
    Set<String> holders() {
        return places().holders();
    }

    private Places places() {
        return Places.of(client.read(prefix, 0, WAIT).entries(), lock(), limit);
    }
}
