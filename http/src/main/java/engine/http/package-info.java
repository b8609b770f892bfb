/**
 * The HTTP API. {@link engine.http.HttpServer} binds it; a {@code Router} finds the handler of a request in a table of
 * paths, one file of routes per resource fills it, {@code Blocking} parks queries, {@code Filter} selects records. What
 * is shown and changed comes through the ports: {@link engine.http.LocalAgent}, {@link engine.http.Catalog},
 * {@link engine.http.KeyValues}, {@link engine.http.UserEvents}, {@link engine.http.Cluster} and
 * {@link engine.http.Changes}. Depends on no other module.
 */
@NullMarked
package engine.http;

import org.jspecify.annotations.NullMarked;
