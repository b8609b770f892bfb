@NullMarked
package engine.state;

import org.jspecify.annotations.NullMarked;
