/** What HTTP says of any answer and any connection, whatever the API behind it: pure. */
@NullMarked
package engine.http.protocol;

import org.jspecify.annotations.NullMarked;
