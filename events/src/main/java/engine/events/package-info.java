/**
 * User events and what is run for them. An {@link engine.events.EventRequest} becomes an {@link engine.events.Event};
 * {@link engine.events.Triggers} runs a node's {@link engine.events.Trigger}s for it and records every
 * {@link engine.events.Run}. Knows no other module.
 */
@NullMarked
package engine.events;

import org.jspecify.annotations.NullMarked;
