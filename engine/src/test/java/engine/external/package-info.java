@NullMarked
package engine.external;

import org.jspecify.annotations.NullMarked;
