/**
 * HTTP messages as agents hand them to each other and to themselves: heads that are there, bodies that are whole or go on coming.
 * They know no library of sockets.
 */
@NullMarked
package engine.http.message;

import org.jspecify.annotations.NullMarked;
