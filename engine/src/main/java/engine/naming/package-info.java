/**
 * How the catalog is seen by names: which instances are answered, what has an address, and why an answer is as it is. Knows the state,
 * DNS and the HTTP port that it implements.
 */
@NullMarked
package engine.naming;

import org.jspecify.annotations.NullMarked;
