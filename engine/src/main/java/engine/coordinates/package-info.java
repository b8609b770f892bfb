/** Network coordinates: where each agent is, as measured round trips tell, and how far two of them are from each other. */
@NullMarked
package engine.coordinates;

import org.jspecify.annotations.NullMarked;
