/** The log of consistent writes on disk: segments that are only ever appended to, the vote beside them, and snapshots. */
@NullMarked
package engine.segments;

import org.jspecify.annotations.NullMarked;
