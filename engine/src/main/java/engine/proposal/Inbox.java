package engine.proposal;

import engine.kv.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that came to the leader: which go into the log together, which are there twice, and who is told of a refusal. */
final class Inbox {
    /** Most commands of one entry of the log, and of one message. */
    static final int COMMANDS = 256;
    /** Most bytes of one entry of the log, and of one message, unless a single command has more. */
    static final int BYTES = 256 << 10;
    /** Most entries on their way into the log. */
    static final int ENTRIES = 8;
    /** Most bytes that wait for their way into the log. */
    static final long MOST_BYTES = 64L << 20;
    /** Most commands that wait for their way into the log. */
    static final int MOST = 20_000;
    /** Processes whose last frame is known; far more than there are servers. */
    private static final int SENDERS = 256;

    /** Commands that go into the log as one entry; the number is for what becomes of it. */
    record Entry(long number, List<Command> commands) {}

    /** What is to be sent where. */
    record Refusal(String server, Wire.Refused message) {}

    private record Source(String server, String sender, long frame) {}

    private static final class Pending {
        private final Command command;
        private final int weight;
        private final List<Source> sources = new ArrayList<>(1);

        Pending(Command command) {
            this.command = command;
            this.weight = Weight.of(command);
        }
    }

    private final Map<CommandId, Pending> pending = new HashMap<>();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final Map<Long, List<Pending>> entries = new HashMap<>();
    private final Map<String, Long> lastFrames = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > SENDERS;
        }
    };
    /** 0 when this server does not lead. */
    private long term;

    private long bytes;
    /** Commands of the entries on their way. */
    private int underway;

    private long lastEntry;

    boolean leads() {
        return term != 0;
    }

    void lead(long newTerm) {
        term = newTerm;
    }

    /** Refuses what is not in the log yet. */
    List<Refusal> follow() {
        term = 0;
        bytes = 0;
        var left = List.copyOf(queue);
        queue.clear();
        return refuse(left);
    }

    /** Takes the commands of a message, or refuses them all. */
    List<Refusal> take(Wire.Propose message) {
        if (message.frame() <= lastFrames.getOrDefault(message.sender(), 0L)) {
            return List.of();
        }
        lastFrames.put(message.sender(), message.frame());
        var source = new Source(message.from(), message.sender(), message.frame());
        if (message.term() != term || queue.size() >= MOST || bytes >= MOST_BYTES) {
            return List.of(refusal(
                    source, message.commands().stream().map(CommandId::of).toList()));
        }
        for (var command : message.commands()) {
            var one = pending.computeIfAbsent(CommandId.of(command), _ -> {
                var added = new Pending(command);
                queue.add(added);
                bytes += added.weight;
                return added;
            });
            one.sources.add(source);
        }
        return List.of();
    }

    /** The next entry of the log, while there may be one. */
    Optional<Entry> next() {
        if (queue.isEmpty() || entries.size() >= ENTRIES || !worthwhile()) {
            return Optional.empty();
        }
        var together = new ArrayList<Pending>();
        var weight = 0;
        for (var next = queue.peek(); next != null; next = queue.peek()) {
            if (!together.isEmpty() && (together.size() >= COMMANDS || weight + next.weight > BYTES)) {
                break;
            }
            queue.remove();
            weight += next.weight;
            together.add(next);
        }
        bytes -= weight;
        underway += together.size();
        entries.put(++lastEntry, together);
        return Optional.of(
                new Entry(lastEntry, together.stream().map(one -> one.command).toList()));
    }

    /**
     * An entry costs every server a message and a write to its disk. So one goes beside others only with as many commands as are on
     * their way already: under load there are few entries with many commands, and a lone command waits for nobody.
     */
    private boolean worthwhile() {
        return queue.size() >= Math.min(underway, COMMANDS) || bytes >= BYTES;
    }

    /** An entry of the leader's own making, beyond all bounds. */
    long own() {
        entries.put(++lastEntry, List.of());
        return lastEntry;
    }

    /** It is in the log, or may be: whoever sent its commands will see them applied, or ask again. */
    void over(long entry) {
        for (var one : remove(entry)) {
            pending.remove(CommandId.of(one.command));
        }
    }

    /** It is certainly not in the log. */
    List<Refusal> refused(long entry) {
        return refuse(remove(entry));
    }

    private List<Pending> remove(long entry) {
        var removed = entries.remove(entry);
        if (removed == null) {
            return List.of();
        }
        underway -= removed.size();
        return removed;
    }

    private List<Refusal> refuse(Collection<Pending> those) {
        var bySource = new LinkedHashMap<Source, List<CommandId>>();
        for (var one : those) {
            var id = CommandId.of(one.command);
            pending.remove(id);
            one.sources.forEach(source ->
                    bySource.computeIfAbsent(source, _ -> new ArrayList<>()).add(id));
        }
        var refusals = new ArrayList<Refusal>();
        bySource.forEach((source, ids) -> refusals.add(refusal(source, ids)));
        return refusals;
    }

    private static Refusal refusal(Source source, List<CommandId> ids) {
        return new Refusal(source.server(), new Wire.Refused(source.sender(), source.frame(), ids));
    }
}
