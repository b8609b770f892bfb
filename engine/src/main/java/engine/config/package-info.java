@NullMarked
package engine.config;

import org.jspecify.annotations.NullMarked;
