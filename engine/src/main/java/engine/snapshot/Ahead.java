package engine.snapshot;

import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An iterator whose next element can be looked at before it is taken. */
final class Ahead<T> {
    private final Iterator<T> elements;
    private @Nullable T next;

    Ahead(Iterator<T> elements) {
        this.elements = elements;
    }

    /** The next element, which stays; null at the end. */
    @Nullable
    T peek() {
        if (next == null && elements.hasNext()) {
            next = elements.next();
        }
        return next;
    }

    /** The next element if its key is this one, which is then gone; else null. */
    <K> @Nullable T takeIf(K key, Function<T, K> keyOf) {
        var found = peek();
        if (found == null || !keyOf.apply(found).equals(key)) {
            return null;
        }
        next = null;
        return found;
    }
}
