@NullMarked
package engine;

import org.jspecify.annotations.NullMarked;
