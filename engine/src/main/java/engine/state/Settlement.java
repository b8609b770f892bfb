package engine.state;

import java.util.List;

/** What the log says of writes that were made without the majority. Immutable. */
public interface Settlement {

    /** Before the log has said anything. */
    Settlement NONE = new Settlement() {
        @Override
        public boolean isSettled(String key, Stamp stamp) {
            return false;
        }

        @Override
        public boolean follows(String key, long basedOn, long modifyIndex) {
            return false;
        }

        @Override
        public boolean changesConflicts() {
            return false;
        }

        @Override
        public List<Stamp> stamps() {
            return List.of();
        }
    };

    /** Whether a write of a key, or a later one of the same kind, was taken over or refused. */
    boolean isSettled(String key, Stamp stamp);

    /** Whether a key has its ModifyIndex because an earlier such write on the same basis was taken over. */
    boolean follows(String key, long basedOn, long modifyIndex);

    /** Whether a conflict was recorded or forgotten since the settlement before. */
    boolean changesConflicts();

    /** Stamps that were settled since the one before: whatever is written from now on is later. */
    List<Stamp> stamps();
}
