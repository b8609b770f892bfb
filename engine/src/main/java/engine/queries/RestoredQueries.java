package engine.queries;

import engine.kv.Operation;
import engine.kv.Query;
import engine.state.DocumentsView;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** What puts prepared queries back as they were. */
public final class RestoredQueries {
    private RestoredQueries() {}

    /**
     * Puts one back; before it, whoever has its name now goes: in what is restored no two have the same.
     *
     * @param definition of a version that this one knows; else {@link IllegalArgumentException}
     */
    public static List<Operation> kept(ByteString definition, DocumentsView present) {
        var query = QueryCodec.decode(definition, 0, 0);
        var operations = new ArrayList<Operation>();
        if (!query.name().isEmpty() || query.isTemplate()) {
            present.entries().forPrefix(DocumentsView.QUERIES, (_, document) -> {
                var other = QueryCodec.decode(document.value().content(), 0, 0);
                if (!other.id().equals(query.id())
                        && Query.folded(other.name()).equals(Query.folded(query.name()))
                        && (!other.name().isEmpty() || other.isTemplate())) {
                    operations.add(new Operation.DeleteQuery(other.id()));
                }
            });
        }
        operations.add(new Operation.KeepQuery(
                new Query(query.id(), query.name(), query.isTemplate(), query.session(), definition, 0, 0), true));
        return operations;
    }

    /** Deletes one that was not there, unless it has gone already. */
    public static List<Operation> deleted(String document, DocumentsView present) {
        return present.entries().get(document) == null
                ? List.of()
                : List.of(new Operation.DeleteQuery(document.substring(DocumentsView.QUERIES.length())));
    }
}
