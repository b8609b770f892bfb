/** What the command line and the configuration both do to words. */
@NullMarked
package engine.text;

import org.jspecify.annotations.NullMarked;
