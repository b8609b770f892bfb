@NullMarked
package engine.http;

import org.jspecify.annotations.NullMarked;
