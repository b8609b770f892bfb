package engine.cluster;

import engine.text.Reason;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of one address that was to be joined.
 *
 * @param text the address as it was given
 * @param reports what was answered, and from where
 * @param failures why there is no answer
 */
record JoinAttempt(String text, Map<InetSocketAddress, ServerReport> reports, List<String> failures) {

    /** Never fails. */
    static CompletionStage<JoinAttempt> of(
            String text, JoinAddresses lookup, Function<InetSocketAddress, CompletionStage<ServerReport>> probe) {
        return lookup.resolve(text)
                .thenCompose(addresses -> asked(text, addresses, probe))
                .exceptionally(failure -> new JoinAttempt(text, Map.of(), List.of(reason(failure))));
    }

    private record One(InetSocketAddress from, Optional<ServerReport> report, String failure) {}

    private static CompletionStage<JoinAttempt> asked(
            String text,
            List<InetSocketAddress> addresses,
            Function<InetSocketAddress, CompletionStage<ServerReport>> probe) {
        var all = addresses.stream()
                .map(address -> probe.apply(address)
                        .handle((report, failure) ->
                                new One(address, Optional.ofNullable(report), failure == null ? "" : reason(failure)))
                        .toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).thenApply(_ -> {
            var reports = new LinkedHashMap<InetSocketAddress, ServerReport>();
            var answers = all.stream().map(CompletableFuture::join).toList();
            answers.forEach(one -> one.report().ifPresent(report -> reports.put(one.from(), report)));
            return new JoinAttempt(
                    text,
                    reports,
                    answers.stream()
                            .map(One::failure)
                            .filter(failure -> !failure.isEmpty())
                            .toList());
        });
    }

    /** Why this server cannot be in one cluster with what answered there; empty when it can. */
    Optional<String> failure(ServerReport me) {
        if (reports.isEmpty()) {
            return Optional.of(text + ": " + (failures.isEmpty() ? "no answer" : failures.getFirst()));
        }
        var answers = List.copyOf(reports.values());
        if (answers.stream()
                .allMatch(answer ->
                        answer.id().equals(me.id()) && answer.address().equals(me.address()))) {
            return Optional.of(text + ": that is this server itself");
        }
        var servers = answers.stream().filter(ServerReport::server).toList();
        if (servers.isEmpty()) {
            return Optional.of(text + ": " + answers.getFirst().node() + " is a client agent: give a server");
        }
        return Rivals.foreign(me, servers)
                .or(() -> Rivals.refusal(
                        me,
                        servers.stream()
                                .filter(server -> !server.address().equals(me.address()))
                                .toList()))
                .map(sentence -> text + ": " + sentence);
    }

    /**
     * Why there was no answer, in words.
     *
     * @param failure null where nobody knows
     */
    static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "no answer";
        }
        var innermost = Reason.innermost(failure);
        return innermost instanceof TimeoutException && innermost.getMessage() == null
                ? "no answer in time"
                : Reason.of(innermost);
    }
}
