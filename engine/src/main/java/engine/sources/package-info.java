/**
 * What triggers wait for where that is no event. {@link engine.sources.SourceWatch} is the actor; an {@link engine.sources.Observer}
 * decides what of an answer of the HTTP API, or of the clock, is news for one trigger. The same on servers and client agents, whose
 * questions a server answers.
 */
@NullMarked
package engine.sources;

import org.jspecify.annotations.NullMarked;
