/**
 * The state machine of the consistent key-value store: what a log of batches makes of keys, sessions and locks. Pure: no
 * clock, no random, no order of hashes; what varies comes in the batch, so that every server makes the same of it.
 */
@NullMarked
package engine.kv;

import org.jspecify.annotations.NullMarked;
