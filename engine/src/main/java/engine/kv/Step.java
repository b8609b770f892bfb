package engine.kv;

import org.apache.pekko.util.ByteString;

/** A step of a transaction; the verbs are Consul's. */
public sealed interface Step {

    /** {@code set} */
    record Set(String key, ByteString value, long flags) implements Step {
        public Set {
            Texts.unicode(key);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Set[" + key + ", " + value.size() + " bytes]";
        }
    }

    /** {@code cas}: index 0 for "does not exist". */
    record Cas(String key, ByteString value, long flags, long index) implements Step {
        public Cas {
            Texts.unicode(key);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Cas[" + key + ", " + value.size() + " bytes, " + index + "]";
        }
    }

    /** {@code lock} */
    record Lock(String key, ByteString value, long flags, String session) implements Step {
        public Lock {
            Texts.unicode(key);
            Texts.unicode(session);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Lock[" + key + ", " + value.size() + " bytes, " + session + "]";
        }
    }

    /** {@code unlock} */
    record Unlock(String key, ByteString value, long flags, String session) implements Step {
        public Unlock {
            Texts.unicode(key);
            Texts.unicode(session);
        }

        /** Without the value: it is a secret. */
        @Override
        public String toString() {
            return "Unlock[" + key + ", " + value.size() + " bytes, " + session + "]";
        }
    }

    /** {@code get} */
    record Get(String key) implements Step {
        public Get {
            Texts.unicode(key);
        }
    }

    /** {@code get-or-empty} */
    record GetOrEmpty(String key) implements Step {
        public GetOrEmpty {
            Texts.unicode(key);
        }
    }

    /** {@code get-tree} */
    record GetTree(String prefix) implements Step {
        public GetTree {
            Texts.unicode(prefix);
        }
    }

    /** {@code check-index} */
    record CheckIndex(String key, long index) implements Step {
        public CheckIndex {
            Texts.unicode(key);
        }
    }

    /** {@code check-session} */
    record CheckSession(String key, String session) implements Step {
        public CheckSession {
            Texts.unicode(key);
            Texts.unicode(session);
        }
    }

    /** {@code check-not-exists} */
    record CheckNotExists(String key) implements Step {
        public CheckNotExists {
            Texts.unicode(key);
        }
    }

    /** {@code delete} */
    record Delete(String key) implements Step {
        public Delete {
            Texts.unicode(key);
        }
    }

    /** {@code delete-cas} */
    record DeleteCas(String key, long index) implements Step {
        public DeleteCas {
            Texts.unicode(key);
        }
    }

    /** {@code delete-tree} */
    record DeleteTree(String prefix) implements Step {
        public DeleteTree {
            Texts.unicode(prefix);
        }
    }

    /** {@code delete} of a session. */
    record DeleteSession(String id) implements Step {
        public DeleteSession {
            Texts.unicode(id);
        }
    }

    /**
     * A verb of the catalog, which is not in this state: its conditions were looked at by the server that proposes, and its
     * effects are handed out in {@link Applied#effects()} if the transaction holds. It has no result here.
     *
     * @param effects empty for a verb that changes nothing
     */
    record Catalog(ByteString effects) implements Step {}

    /** A step that the server which proposes found wrong already: it fails with this sentence. */
    record Wrong(String what) implements Step {
        public Wrong {
            Texts.unicode(what);
        }
    }
}
