package engine.snapshot;

import engine.state.DocumentsView;
import engine.state.Key;

/** What an archive has entries of. Their order is that of their numbers in its header: more come at the end. */
public enum Kind {
    NODES,
    SERVICES,
    CHECKS,
    KEYS,
    EVENTS,
    RECEIPTS,
    RUNS,
    SESSIONS,
    QUERIES;

    static Kind of(Key key) {
        return switch (key) {
            case Key.Node _ -> NODES;
            case Key.Service _ -> SERVICES;
            case Key.Check _ -> CHECKS;
            case Key.Kv _ -> KEYS;
            case Key.Event _ -> EVENTS;
            case Key.Receipt _ -> RECEIPTS;
            case Key.Run _ -> RUNS;
            case Key.Session _ -> SESSIONS;
            case Key.Document(var name) when name.startsWith(DocumentsView.QUERIES) -> QUERIES;
            case Key.Member _, Key.Overlay _, Key.Document _, Key.Receipts _ ->
                throw new IllegalArgumentException(
                        "members, what goes on, receipts in batches and writes without the majority are no part of an archive");
        };
    }
}
