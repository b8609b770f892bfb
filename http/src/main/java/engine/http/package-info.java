/**
 * The HTTP API. {@link engine.http.HttpServer} binds it; a {@code Listener} takes connections, each {@code Connection} reads
 * requests and sends a {@code Reply}; a {@code Router} finds the handler of a request in a table of
 * paths, one file of routes per resource fills it, {@code Blocking} parks queries, {@code Filter} selects records. What
 * is shown and changed comes through the ports: {@link engine.http.LocalAgent}, {@link engine.http.Catalog},
 * {@link engine.http.KeyValues}, {@link engine.http.KvChanges}, {@link engine.http.KvConflicts},
 * {@link engine.http.Sessions}, {@link engine.http.Transactions}, {@link engine.http.Barrier},
 * {@link engine.http.UserEvents}, {@link engine.http.Cluster}, {@link engine.http.Changes},
 * {@link engine.http.Snapshots} and {@link engine.http.Operator}. A client agent has its
 * own services and checks alone: {@code Forwarding} has a server answer the rest, through {@link engine.http.Upstream}.
 * Depends on no other module.
 */
@NullMarked
package engine.http;

import org.jspecify.annotations.NullMarked;
