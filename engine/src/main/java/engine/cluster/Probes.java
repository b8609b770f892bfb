package engine.cluster;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whom to ask, who has been asked, and what was answered. */
final class Probes {
    /** An answer is no longer believed after this time since it was asked for. */
    private static final Duration FRESH = Duration.ofSeconds(3);
    /** Addresses that were only heard of are forgotten when they do not answer so many times. */
    private static final int FAILURES = 30;

    private record Answer(ServerReport report, Instant asked) {}

    private final Map<String, List<InetSocketAddress>> configured = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Integer> heard = new LinkedHashMap<>();
    private final Set<InetSocketAddress> known = new LinkedHashSet<>();
    private final Map<InetSocketAddress, Instant> asked = new HashMap<>();
    private final Map<InetSocketAddress, Answer> answers = new LinkedHashMap<>();
    private final Map<InetSocketAddress, String> failing = new LinkedHashMap<>();
    /** Addresses of this round that are waited for. */
    private final Set<InetSocketAddress> open = new HashSet<>();

    void configured(String text, List<InetSocketAddress> addresses) {
        configured.put(text, List.copyOf(addresses));
    }

    void heard(InetSocketAddress address) {
        if (heard.containsKey(address) || heard.size() < KnownServers.MAX) {
            heard.put(address, 0);
        }
    }

    /** The servers of the cluster, and those that others know. */
    void learn(KnownServers servers, List<ServerReport> reports) {
        known.clear();
        servers.servers().forEach(peer -> JoinAddress.literal(peer.agent()).ifPresent(known::add));
        for (var report : reports) {
            var peers = new ArrayList<>(report.known().servers());
            peers.addAll(report.sees());
            for (var peer : peers) {
                JoinAddress.literal(peer.agent())
                        .filter(address -> !heard.containsKey(address) && !known.contains(address))
                        .ifPresent(this::heard);
            }
        }
    }

    /** Begins a round: whom to ask now. Those that did not answer the last time are asked but not waited for. */
    List<InetSocketAddress> round(Instant now, String own) {
        var targets = new LinkedHashSet<>(known);
        configured.values().forEach(targets::addAll);
        targets.addAll(heard.keySet());
        JoinAddress.literal(own).ifPresent(targets::remove);
        targets.removeAll(asked.keySet());
        open.clear();
        for (var target : targets) {
            asked.put(target, now);
            if (!failing.containsKey(target)) {
                open.add(target);
            }
        }
        return List.copyOf(targets);
    }

    /** Takes an answer; one that took too long is of the past, as after a time in which the process stood still. */
    void answered(InetSocketAddress from, ServerReport report, Instant now) {
        var since = asked.remove(from);
        open.remove(from);
        failing.remove(from);
        heard.replace(from, 0);
        if (since != null && fresh(since, now)) {
            answers.put(from, new Answer(report, since));
        }
    }

    void failed(InetSocketAddress from, String reason) {
        asked.remove(from);
        open.remove(from);
        answers.remove(from);
        failing.put(from, reason);
        if (heard.computeIfPresent(from, (_, failures) -> failures < FAILURES ? failures + 1 : null) == null
                && !known.contains(from)
                && configured.values().stream().noneMatch(each -> each.contains(from))) {
            failing.remove(from);
        }
    }

    /** Whether all that are waited for have answered. */
    boolean complete() {
        return open.isEmpty();
    }

    /** Ends the round without those that have not answered. */
    void late() {
        open.forEach(address -> failing.put(address, "no answer"));
        open.clear();
    }

    private static boolean fresh(Instant asked, Instant now) {
        return Duration.between(asked, now).compareTo(FRESH) <= 0;
    }

    List<ServerReport> fresh(Instant now) {
        answers.values().removeIf(answer -> !fresh(answer.asked(), now));
        return answers.values().stream().map(Answer::report).toList();
    }

    /** Whether one of the configured addresses answers. */
    boolean reachesConfigured() {
        return configured.values().stream().flatMap(List::stream).anyMatch(answers::containsKey);
    }

    /** Who does not answer and why, for the log; empty when all do. */
    String failures() {
        var sorted = new TreeMap<String, String>();
        failing.forEach((address, reason) -> sorted.put(
                address.getAddress() == null
                        ? address.toString()
                        : address.getAddress().getHostAddress() + ":" + address.getPort(),
                reason));
        return sorted.isEmpty()
                ? ""
                : "; no answer from "
                        + String.join(
                                ", ",
                                sorted.entrySet().stream()
                                        .limit(10)
                                        .map(each -> each.getKey() + " (" + each.getValue() + ")")
                                        .toList());
    }
}
