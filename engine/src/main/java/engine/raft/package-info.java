/**
 * The log that orders consistent writes: a port of the program's own words, and SOFAJRaft behind it, whose messages travel
 * between the servers' cluster systems.
 */
@NullMarked
package engine.raft;

import org.jspecify.annotations.NullMarked;
