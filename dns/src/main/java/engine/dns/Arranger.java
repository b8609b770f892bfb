package engine.dns;

import engine.dns.DnsSettings.Order;
import engine.dns.Reply.Item;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Puts the answers of a reply in order; those that are fixed keep their places. Keeps scratch space: one per thread. */
final class Arranger {
    private static final double LIGHTEST = 0.01;

    private final SplittableRandom random = new SplittableRandom();
    private int[] order = new int[64];
    private long[] keys = new long[64];
    private int turn;

    /**
     * Indexes of the answers, the first {@code wanted} of which are in order. The caller does not keep them.
     *
     * @param distance of a node from the client, for {@link Order#NEAR}; NaN where it is not known
     */
    int[] arrange(Reply reply, int wanted, Order by, ToDoubleFunction<String> distance) {
        int all = reply.answers().size();
        int fixed = reply.fixed();
        if (order.length < all) {
            order = new int[all];
            keys = new long[all];
        }
        for (int i = 0; i < all; i++) {
            order[i] = i;
        }
        if (fixed < all) {
            switch (by) {
                case STABLE -> {}
                case RANDOM -> shuffle(fixed, wanted, all);
                case ROTATE -> rotate(fixed, all);
                case WEIGHTED -> {
                    for (int i = fixed; i < all; i++) {
                        keys[i] = key(lot(reply.answers().get(i).weight()), i);
                    }
                    sort(fixed, all);
                }
                case NEAR -> {
                    shuffle(fixed, all, all);
                    byDistance(reply.answers(), fixed, all, distance);
                }
            }
        }
        return order;
    }

    /** A Fisher-Yates shuffle, only as far as its result is needed. */
    private void shuffle(int fixed, int wanted, int all) {
        for (int i = fixed; i < Math.min(wanted, all); i++) {
            int other = i + random.nextInt(all - i);
            int picked = order[other];
            order[other] = order[i];
            order[i] = picked;
        }
    }

    private void rotate(int fixed, int all) {
        turn = turn == Integer.MAX_VALUE ? 0 : turn + 1;
        int pool = all - fixed;
        for (int i = 0; i < pool; i++) {
            order[fixed + i] = fixed + (i + turn) % pool;
        }
    }

    /** An exponential lot whose rate is the weight: the least comes from each in proportion to its weight. */
    private double lot(int weight) {
        return -Math.log(1 - random.nextDouble()) / Math.max(weight, LIGHTEST);
    }

    private void byDistance(List<Item> items, int fixed, int all, ToDoubleFunction<String> distance) {
        int[] shuffled = Arrays.copyOfRange(order, fixed, all);
        for (int i = fixed; i < all; i++) {
            double far = distance.applyAsDouble(items.get(order[i]).node());
            keys[i] = key(far >= 0 ? far : Float.MAX_VALUE, i);
        }
        sort(fixed, all);
        for (int i = fixed; i < all; i++) {
            order[i] = shuffled[order[i] - fixed];
        }
    }

    /** Sorts as the value, which is not negative, and then as the place. */
    private static long key(double value, int place) {
        return (long) Float.floatToIntBits((float) value) << 32 | place;
    }

    private void sort(int from, int to) {
        Arrays.sort(keys, from, to);
        for (int i = from; i < to; i++) {
            order[i] = (int) keys[i];
        }
    }
}
