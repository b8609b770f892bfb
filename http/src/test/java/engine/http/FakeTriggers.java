package engine.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/** Triggers of a cluster, for tests of the routes; none of the text {@code bad}. */
final class FakeTriggers implements KeptTriggers {
    static final Topic TOPIC = new Topic.KeyPrefix("triggers");

    final List<Kept> kept = new ArrayList<>();
    final List<String> reports = new ArrayList<>();
    volatile long index = 1;

    @Override
    public Topic topic() {
        return TOPIC;
    }

    @Override
    public Indexed<List<Kept>> all() {
        return new Indexed<>(index, List.copyOf(kept));
    }

    @Override
    public Nodes nodes() {
        return name -> new Taken(List.of("web1"), List.of("db1"), List.of(), Map.of("web2", "why of " + name));
    }

    @Override
    public CompletionStage<List<Kept>> apply(String text, Context context) {
        if (text.equals("bad")) {
            return CompletableFuture.failedStage(new Refusal(400, "definition:1: no"));
        }
        var applied = new Kept("deploy", kept.size() + 1, Instant.EPOCH, Instant.EPOCH, "n1", context.by(), text);
        kept.clear();
        kept.add(applied);
        return CompletableFuture.completedStage(List.of(applied));
    }

    @Override
    public CompletionStage<Boolean> delete(String name, Context context) {
        return CompletableFuture.completedStage(
                kept.removeIf(each -> each.name().equals(name)));
    }

    @Override
    public CompletionStage<Done> report(String node, Report report, Context context) {
        reports.add(node + " " + report);
        return CompletableFuture.completedStage(Done.getInstance());
    }
}
