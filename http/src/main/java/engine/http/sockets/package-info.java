/** What all sockets of HTTP have in common, whichever port they are of: their threads, and bodies that go on coming. */
@NullMarked
package engine.http.sockets;

import org.jspecify.annotations.NullMarked;
