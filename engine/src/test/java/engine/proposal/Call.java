package engine.proposal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client did: from when to when, on any clock that all clients share, and what it was told.
 *
 * @param returned {@link #NEVER} when it was never told
 * @param answer null when nobody knows whether it took effect: it may have at any time after {@code invoked}, or never
 */
public record Call(
        String client,
        long invoked,
        long returned,
        Request request,
        @Nullable Answer answer) {
    /** Later than all else. */
    public static final long NEVER = Long.MAX_VALUE;

    public Call {
        if (answer == null && returned != NEVER) {
            throw new IllegalArgumentException("a call without an answer has no end");
        }
    }

    /** A call that nobody knows the outcome of. */
    public static Call unknown(String client, long invoked, Request request) {
        return new Call(client, invoked, NEVER, request, null);
    }

    /** What was asked for. An index is that of the last change of the key; 0 is that of a key that is not there. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "op")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Get.class, name = "get"),
        @JsonSubTypes.Type(value = Put.class, name = "put"),
        @JsonSubTypes.Type(value = Cas.class, name = "cas"),
        @JsonSubTypes.Type(value = Delete.class, name = "delete"),
        @JsonSubTypes.Type(value = DeleteCas.class, name = "delete-cas"),
        @JsonSubTypes.Type(value = DeletePrefix.class, name = "delete-prefix"),
        @JsonSubTypes.Type(value = Acquire.class, name = "acquire"),
        @JsonSubTypes.Type(value = Release.class, name = "release"),
        @JsonSubTypes.Type(value = EndSession.class, name = "end-session"),
        @JsonSubTypes.Type(value = CheckIndex.class, name = "check-index"),
        @JsonSubTypes.Type(value = CheckSession.class, name = "check-session"),
        @JsonSubTypes.Type(value = CheckNotExists.class, name = "check-not-exists"),
        @JsonSubTypes.Type(value = Transaction.class, name = "transaction")
    })
    public sealed interface Request {}

    /** A consistent read. In a transaction it fails when there is no such key. */
    public record Get(String key) implements Request {}

    /** Sets a value. */
    public record Put(String key, String value) implements Request {}

    /** Sets a value if the key is at {@code index}. */
    public record Cas(String key, String value, long index) implements Request {}

    /** Deletes a key. */
    public record Delete(String key) implements Request {}

    /** Deletes a key if it is at {@code index}. */
    public record DeleteCas(String key, long index) implements Request {}

    /** Deletes all keys that begin so. */
    public record DeletePrefix(String prefix) implements Request {}

    /** Sets a value and the lock, if no other session has it. */
    public record Acquire(String key, String value, String session) implements Request {}

    /** Sets a value and frees the lock, if this session has it. */
    public record Release(String key, String value, String session) implements Request {}

    /** Ends a session, by whoever: its keys are freed, or deleted. */
    public record EndSession(String session, boolean deletes) implements Request {}

    /** In a transaction alone: fails unless the key is at {@code index}. */
    public record CheckIndex(String key, long index) implements Request {}

    /** In a transaction alone: fails unless the session has the lock. */
    public record CheckSession(String key, String session) implements Request {}

    /** In a transaction alone: fails if the key is there. */
    public record CheckNotExists(String key) implements Request {}

    /** All of it or nothing. */
    public record Transaction(List<Request> steps) implements Request {
        public Transaction {
            steps = List.copyOf(steps);
        }
    }

    /** What the client was told. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Held.class, name = "done"),
        @JsonSubTypes.Type(value = Found.class, name = "found"),
        @JsonSubTypes.Type(value = Absent.class, name = "absent"),
        @JsonSubTypes.Type(value = Committed.class, name = "committed"),
        @JsonSubTypes.Type(value = RolledBack.class, name = "rolled-back")
    })
    public sealed interface Answer {}

    /** Whether it was done. */
    public record Held(boolean held) implements Answer {}

    /** What a read found. */
    public record Found(String value, long index, String session, long lockIndex) implements Answer {}

    /** A read found no key. */
    public record Absent() implements Answer {}

    /** A transaction was done; what its reads found, in their order. */
    public record Committed(List<Answer> reads) implements Answer {
        public Committed {
            reads = List.copyOf(reads);
        }
    }

    /** A transaction did nothing. */
    public record RolledBack() implements Answer {}
}
