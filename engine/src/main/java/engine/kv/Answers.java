package engine.kv;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of retries as it becomes while a batch is applied. */
final class Answers {
    /** An outcome with more bytes of values is not kept for a repetition. */
    static final int MOST_BYTES = 16_384;

    private final Retries from;
    private final long millis;
    private final Map<ClientId, Heard> heard = new LinkedHashMap<>();

    Answers(Retries from, long millis) {
        this.from = from;
        this.millis = millis;
    }

    private static final class Heard {
        private long done;
        private final List<Retries.Kept> kept;

        Heard(Retries.@Nullable Client known) {
            done = known == null ? 0 : known.done();
            kept = known == null ? new ArrayList<>() : new ArrayList<>(known.kept());
        }

        Retries.Client after(ClientId id, long millis) {
            var first = 0;
            while (first < kept.size() && kept.get(first).sequence() <= done) {
                first++;
            }
            var tooMany = kept.size() - Retries.OUTCOMES;
            if (tooMany > first) {
                first = tooMany;
                done = kept.get(first - 1).sequence();
            }
            return new Retries.Client(id, done, millis, kept.subList(first, kept.size()));
        }
    }

    /** What a command is answered without being applied; null when it is the first with its number. */
    @Nullable
    Outcome known(Command command) {
        var client = heard(command.client());
        if (client == null) {
            return new Outcome.Forgotten();
        }
        var at = Retries.position(client.kept, command.sequence());
        var known = command.sequence() <= client.done
                ? new Outcome.Forgotten()
                : at < 0 ? null : client.kept.get(at).outcome();
        client.done = Math.max(client.done, command.done());
        return known;
    }

    /** Null for one that may have been forgotten. */
    private @Nullable Heard heard(ClientId id) {
        var there = heard.get(id);
        if (there != null) {
            return there;
        }
        var known = from.clients().get(id.text());
        if (known == null && id.born() <= from.floor()) {
            return null;
        }
        var fresh = new Heard(known);
        heard.put(id, fresh);
        return fresh;
    }

    /** Keeps what became of a command that was applied. */
    void keep(Command command, Outcome outcome) {
        var client = heard.get(command.client());
        if (client == null) {
            throw new IllegalStateException("a command was applied without asking whether it had been");
        }
        var at = Retries.position(client.kept, command.sequence());
        client.kept.add(-at - 1, new Retries.Kept(command.sequence(), small(outcome)));
    }

    private static Outcome small(Outcome outcome) {
        return outcome instanceof Outcome.TransactionDone(var results, var _)
                        && results.stream()
                                        .mapToLong(each -> each.entry().value().size())
                                        .sum()
                                > MOST_BYTES
                ? new Outcome.Forgotten()
                : outcome;
    }

    Retries after() {
        var retries = from;
        for (var each : heard.entrySet()) {
            retries = retries.with(each.getValue().after(each.getKey(), millis));
        }
        return retries.at(millis);
    }
}
