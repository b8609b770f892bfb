/** What an operator sets and asks about the servers: its forms and decisions. */
@NullMarked
package engine.operator;

import org.jspecify.annotations.NullMarked;
