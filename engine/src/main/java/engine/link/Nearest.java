package engine.link;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The order in which servers are tried: in any order those about as near as the nearest, so that thousands of agents spread over
 * them, then the others by their distance. Those that are part of a cluster come before those that are not.
 */
final class Nearest {
    private static final Duration ABOUT = Duration.ofMillis(2);

    private Nearest() {}

    /** A server, how long it took to answer, and whether it is part of a cluster. */
    record Answer(InetSocketAddress address, Duration time, boolean formed) {}

    static List<InetSocketAddress> order(List<Answer> answers, RandomGenerator random) {
        var byStand = answers.stream().collect(Collectors.partitioningBy(Answer::formed));
        return Stream.of(true, false)
                .flatMap(formed -> byDistance(byStand.getOrDefault(formed, List.of()), random).stream())
                .toList();
    }

    private static List<InetSocketAddress> byDistance(List<Answer> answers, RandomGenerator random) {
        if (answers.isEmpty()) {
            return List.of();
        }
        var sorted = new ArrayList<>(answers);
        sorted.sort(Comparator.comparing(Answer::time));
        var fastest = sorted.getFirst().time();
        var twice = fastest.multipliedBy(2);
        var limit = twice.compareTo(fastest.plus(ABOUT)) > 0 ? twice : fastest.plus(ABOUT);
        var near = (int) sorted.stream()
                .takeWhile(answer -> answer.time().compareTo(limit) <= 0)
                .count();
        Collections.shuffle(sorted.subList(0, near), java.util.Random.from(random));
        return sorted.stream().map(Answer::address).toList();
    }
}
