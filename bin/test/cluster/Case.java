package cluster;

import java.util.random.RandomGenerator;

/**
 * Something that a cluster must live through.
 *
 * @param summary what it does, in a few words
 * @param servers how many there are
 * @param body the steps; all that it chooses by chance comes from the generator
 */
record Case(String name, String summary, int servers, int clients, Body body) {
    /** The steps of a case. */
    @FunctionalInterface
    interface Body {
        void run(Cluster cluster, RandomGenerator random);
    }
}
