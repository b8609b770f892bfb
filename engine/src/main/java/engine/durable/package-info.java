/**
 * Keeps the replicated state on disk: an append log of changes with snapshots, and the actor by which Distributed Data uses
 * it. What is promised: docs/durability.md.
 */
@NullMarked
package engine.durable;

import org.jspecify.annotations.NullMarked;
