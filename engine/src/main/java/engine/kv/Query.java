package engine.kv;

import java.util.Locale;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A prepared query: what the order of all writes decides about it, and its definition as somebody else's bytes.
 *
 * @param id UUID in lower case
 * @param name unique without regard to case; may be empty
 * @param template whether names that begin with its own are answered by it
 * @param session with whose end it goes; empty for none
 */
public record Query(
        String id,
        String name,
        boolean template,
        String session,
        ByteString definition,
        long createIndex,
        long modifyIndex) {

    public Query {
        Texts.unicode(id);
        Texts.unicode(name);
        Texts.unicode(session);
        if (!id.equals(id.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the id of a query is in lower case");
        }
    }

    /** Why a text cannot be the id of a query, in Consul's words; null when it can. */
    public static @Nullable String malformed(String id) {
        var why = Lookups.noId(id);
        return why == null ? null : "failed prepared query lookup: " + why;
    }

    /** The form of a name by which queries are found. */
    public static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    Query written(long create, long modify) {
        return new Query(id, name, template, session, definition, create, modify);
    }

    /** Without the definition: it may hold a token. */
    @Override
    public String toString() {
        return "Query[" + id + ", " + name + ", " + definition.size() + " bytes, index " + modifyIndex + "]";
    }
}
