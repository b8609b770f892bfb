@NullMarked
package engine.events;

import org.jspecify.annotations.NullMarked;
