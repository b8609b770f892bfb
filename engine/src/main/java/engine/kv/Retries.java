package engine.kv;

import engine.state.PersistentSortedMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of commands whose client may ask again. A client that was silent for {@value #SILENCE} ms of the batches' time
 * is forgotten, and the most silent ones where there are more than {@value #MOST}. From then on commands of clients that are
 * not known and were born no later than any forgotten one are not applied: they may have been before.
 *
 * @param clients by the text of their id
 * @param floor the latest birth of a forgotten client; -1 when none was forgotten
 * @param sweptAt when silent ones were last looked for
 */
public record Retries(PersistentSortedMap<Client> clients, long floor, long sweptAt) {
    /** A client that is silent for longer, in milliseconds, may be forgotten. */
    public static final long SILENCE = 3_600_000;
    /** Most clients that are known. */
    public static final int MOST = 10_000;
    /** Most outcomes that are kept for one client; more, and the oldest are forgotten. */
    public static final int OUTCOMES = 16_384;
    /** How often silent ones are looked for, in milliseconds. */
    static final long SWEEP = 60_000;

    static final Retries NONE = new Retries(PersistentSortedMap.empty(), -1, 0);

    /**
     * A client that is known.
     *
     * @param done outcomes up to this sequence are forgotten
     * @param heardAt milliseconds since 1970
     * @param kept in order of their sequences
     */
    record Client(ClientId id, long done, long heardAt, List<Kept> kept) {
        Client {
            kept = List.copyOf(kept);
        }
    }

    record Kept(long sequence, Outcome outcome) {}

    /** What became of a command, if it was applied and its client has not said that it knows. */
    public Optional<Outcome> outcome(ClientId client, long sequence) {
        var known = clients.get(client.text());
        if (known == null) {
            return Optional.empty();
        }
        var at = position(known.kept(), sequence);
        return at < 0 ? Optional.empty() : Optional.of(known.kept().get(at).outcome());
    }

    static int position(List<Kept> kept, long sequence) {
        var low = 0;
        var high = kept.size() - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            var there = kept.get(middle).sequence();
            if (there == sequence) {
                return middle;
            }
            if (there < sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    Retries with(Client client) {
        return new Retries(clients.put(client.id().text(), client), floor, sweptAt);
    }

    /** Without the clients that have been silent for too long, when it is time to look for them. */
    Retries at(long millis) {
        if (millis - sweptAt < SWEEP && clients.size() <= MOST) {
            return this;
        }
        var all = new ArrayList<>(clients.values());
        all.sort(Comparator.comparingLong(Client::heardAt)
                .thenComparing(client -> client.id().text()));
        // More than must be go at once, so that this is not done for each new one.
        var surplus = all.size() > MOST ? all.size() - MOST + MOST / 10 : 0;
        var left = clients;
        var latest = floor;
        for (var i = 0; i < all.size(); i++) {
            var client = all.get(i);
            if (i >= surplus && millis - client.heardAt() <= SILENCE) {
                break;
            }
            left = left.remove(client.id().text());
            latest = Math.max(latest, client.id().born());
        }
        return new Retries(left, latest, millis);
    }

    @Override
    public String toString() {
        return "Retries(" + clients.size() + " clients)";
    }
}
