package engine.kv;

import org.jspecify.annotations.Nullable;

/**
 * A document was kept, or forgotten.
 *
 * @param after null for one that is forgotten
 * @param index of the command that did it
 */
public record DocumentChange(String name, @Nullable Document after, long index) {}
