/** Prepared queries: what is kept of them, which one answers for a name, and what it finds. */
@NullMarked
package engine.queries;

import org.jspecify.annotations.NullMarked;
