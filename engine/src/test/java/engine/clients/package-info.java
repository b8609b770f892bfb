/** Client libraries of Consul as others wrote them, and the recipes of the manual run with them. */
@NullMarked
package engine.clients;

import org.jspecify.annotations.NullMarked;
