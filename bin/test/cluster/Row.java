package cluster;

import java.util.List;

/**
 * Something to measure.
 *
 * @param question what the figures say, in a few words
 */
record Row(String name, String question, Body body) {
    /** Measures it; a line of figures for each thing that it measured. */
    @FunctionalInterface
    interface Body {
        List<Figures> measure(Bench bench);
    }
}
