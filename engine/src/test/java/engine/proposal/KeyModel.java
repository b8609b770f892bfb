package engine.proposal;

import engine.proposal.Call.Absent;
import engine.proposal.Call.Acquire;
import engine.proposal.Call.Answer;
import engine.proposal.Call.Cas;
import engine.proposal.Call.CheckIndex;
import engine.proposal.Call.CheckNotExists;
import engine.proposal.Call.CheckSession;
import engine.proposal.Call.Committed;
import engine.proposal.Call.Delete;
import engine.proposal.Call.DeleteCas;
import engine.proposal.Call.DeletePrefix;
import engine.proposal.Call.EndSession;
import engine.proposal.Call.Found;
import engine.proposal.Call.Get;
import engine.proposal.Call.Held;
import engine.proposal.Call.Put;
import engine.proposal.Call.Release;
import engine.proposal.Call.Request;
import engine.proposal.Call.RolledBack;
import engine.proposal.Call.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a store of keys, locks and transactions may do, one call after the other. It knows nothing of the store that is
 * checked. Indexes are not computed: a change leaves that of its key open, until a read or a condition tells it; it is then
 * greater than all that the key had before. A write that is none of a lock sets LockIndex to 0, as in Consul.
 */
record KeyModel(Map<String, Cell> cells, Set<String> ended) {

    static final KeyModel EMPTY = new KeyModel(Map.of(), Set.of());

    private static final long OPEN = -1;

    /**
     * One key.
     *
     * @param value null when it is not there
     * @param index of its last change; {@link #OPEN} when none was told since
     * @param floor the last index that was told
     * @param delayed whether a session that had its lock has ended: for a time nobody may get it, nobody knows how long
     */
    private record Cell(
            @Nullable String value, String session, long lockIndex, long index, long floor, boolean delayed) {
        static final Cell NONE = new Cell(null, "", 0, OPEN, 0, false);

        boolean there() {
            return value != null;
        }

        /** With this content; no change at all when it has it already. */
        Cell with(String content, String holder, long lock) {
            return content.equals(value) && holder.equals(session) && lock == lockIndex
                    ? this
                    : new Cell(content, holder, lock, OPEN, floor, delayed && holder.isEmpty());
        }

        Cell gone() {
            return there() ? new Cell(null, "", 0, OPEN, floor, delayed) : this;
        }

        /** At this index; null when that cannot be. */
        @Nullable
        Cell at(long told) {
            if (!there()) {
                return told == 0 ? this : null;
            }
            if (index == OPEN) {
                return told > floor ? new Cell(value, session, lockIndex, told, told, delayed) : null;
            }
            return told == index ? this : null;
        }

        boolean maybeElsewhere(long told) {
            return there() ? index == OPEN || index != told : told != 0;
        }
    }

    private Cell cell(String key) {
        return cells.getOrDefault(key, Cell.NONE);
    }

    private KeyModel set(String key, Cell cell) {
        if (cell.equals(cell(key))) {
            return this;
        }
        var changed = new TreeMap<>(cells);
        changed.put(key, cell);
        return new KeyModel(changed, ended);
    }

    /** All states that a call may lead to when it is answered so; none when it cannot be. Null: by any answer. */
    Set<KeyModel> after(Request request, @Nullable Answer answer) {
        var next = new LinkedHashSet<KeyModel>();
        if (request instanceof Transaction(var steps)) {
            if (!(answer instanceof RolledBack)) {
                committed(steps, answer instanceof Committed(var reads) ? reads : null, next);
            }
            if (!(answer instanceof Committed) && mayFail(steps)) {
                next.add(this);
            }
            return next;
        }
        if (request instanceof Get(var key)) {
            return read(key, answer);
        }
        var told = answer instanceof Held(var held) ? held : null;
        if (told == null || told) {
            next.addAll(done(request));
        }
        if (told == null || !told) {
            if (mayNotBeDone(request)) {
                next.add(this);
            }
        }
        return next;
    }

    private Set<KeyModel> read(String key, @Nullable Answer answer) {
        var cell = cell(key);
        return switch (answer) {
            case null -> Set.of(this);
            case Absent _ -> cell.there() ? Set.of() : Set.of(this);
            case Found(var value, var index, var session, var lockIndex) -> {
                var bound = value.equals(cell.value) && session.equals(cell.session) && lockIndex == cell.lockIndex
                        ? cell.at(index)
                        : null;
                yield bound == null ? Set.of() : Set.of(set(key, bound));
            }
            case Held _, Committed _, RolledBack _ -> Set.of();
        };
    }

    /** The states after it was done; none when it could not be. */
    private List<KeyModel> done(Request request) {
        return switch (request) {
            case Put(var key, var value) -> {
                var cell = cell(key);
                yield List.of(set(key, cell.with(value, cell.session, 0)));
            }
            case Cas(var key, var value, var index) -> {
                var cell = cell(key).at(index);
                yield cell == null ? List.of() : List.of(set(key, cell.with(value, cell.session, 0)));
            }
            case Delete(var key) -> List.of(set(key, cell(key).gone()));
            case DeleteCas(var key, var index) -> {
                var cell = cell(key);
                var there = cell.there() ? cell.at(index) : cell;
                yield there == null ? List.of() : List.of(set(key, there.gone()));
            }
            case DeletePrefix(var prefix) -> {
                var all = this;
                for (var key : cells.keySet()) {
                    all = key.startsWith(prefix) ? all.set(key, cell(key).gone()) : all;
                }
                yield List.of(all);
            }
            case Acquire(var key, var value, var session) -> {
                var cell = cell(key);
                var again = cell.session.equals(session);
                yield ended.contains(session) || !(again || cell.session.isEmpty())
                        ? List.of()
                        : List.of(set(key, cell.with(value, session, again ? cell.lockIndex : cell.lockIndex + 1)));
            }
            case Release(var key, var value, var session) -> {
                var cell = cell(key);
                yield cell.there() && cell.session.equals(session)
                        ? List.of(set(key, cell.with(value, "", cell.lockIndex)))
                        : List.of();
            }
            case EndSession(var session, var deletes) -> List.of(without(session, deletes));
            case Get(var key) -> cell(key).there() ? List.of(this) : List.of();
            case CheckIndex(var key, var index) -> {
                var cell = cell(key).at(index);
                yield cell == null || !cell.there() ? List.of() : List.of(set(key, cell));
            }
            case CheckSession(var key, var session) ->
                cell(key).there() && cell(key).session.equals(session) ? List.of(this) : List.of();
            case CheckNotExists(var key) -> cell(key).there() ? List.of() : List.of(this);
            case Transaction(var steps) -> throw new IllegalArgumentException("a transaction within another: " + steps);
        };
    }

    private boolean mayNotBeDone(Request request) {
        return switch (request) {
            case Put _, Delete _, DeletePrefix _, EndSession _ -> false;
            case Cas(var key, var _, var index) -> cell(key).maybeElsewhere(index);
            case DeleteCas(var key, var index) -> cell(key).there() && cell(key).maybeElsewhere(index);
            case CheckIndex(var key, var index) ->
                !cell(key).there() || cell(key).maybeElsewhere(index);
            case Acquire(var key, var _, var _) ->
                cell(key).delayed || done(request).isEmpty();
            case Release _, Get _, CheckSession _, CheckNotExists _ ->
                done(request).isEmpty();
            case Transaction(var steps) -> throw new IllegalArgumentException("a transaction within another: " + steps);
        };
    }

    private KeyModel without(String session, boolean deletes) {
        var now = new TreeMap<>(cells);
        cells.forEach((key, cell) -> {
            if (cell.session.equals(session)) {
                now.put(
                        key,
                        deletes
                                ? new Cell(null, "", 0, OPEN, cell.floor, true)
                                : new Cell(cell.value, "", cell.lockIndex, OPEN, cell.floor, true));
            }
        });
        var over = new TreeSet<>(ended);
        over.add(session);
        return new KeyModel(now, over);
    }

    /** All states after all steps were done, where reads found {@code reads}; null when nobody knows what they found. */
    private void committed(List<Request> steps, @Nullable List<Answer> reads, Set<KeyModel> into) {
        var states = new LinkedHashSet<>(Set.of(this));
        var read = 0;
        for (var step : steps) {
            var next = new LinkedHashSet<KeyModel>();
            for (var state : states) {
                if (step instanceof Get(var key) && reads != null) {
                    if (read < reads.size() && reads.get(read) instanceof Found) {
                        next.addAll(state.read(key, reads.get(read)));
                    }
                } else {
                    next.addAll(state.done(step));
                }
            }
            read += step instanceof Get ? 1 : 0;
            states = next;
        }
        into.addAll(states);
    }

    private boolean mayFail(List<Request> steps) {
        var states = new ArrayList<>(List.of(this));
        for (var step : steps) {
            var next = new ArrayList<KeyModel>();
            for (var state : states) {
                if (state.mayNotBeDone(step)) {
                    return true;
                }
                next.addAll(state.done(step));
            }
            states = next;
        }
        return false;
    }
}
