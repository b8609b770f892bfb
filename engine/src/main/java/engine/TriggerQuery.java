package engine;

import engine.http.KeptTriggers.Report;
import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * The triggers of the cluster, asked for over HTTP.
 *
 * @param node name of this node
 */
record TriggerQuery(String node, OwnApi api) implements TriggerDefinitions.Cluster {

    @Override
    public CompletionStage<TriggerDefinitions.Page> triggers(long index) {
        return api.after("/v1/event/triggers", index)
                .thenApply(reply -> new TriggerDefinitions.Page(reply.index(), TriggerText.all(reply.body())));
    }

    @Override
    public CompletionStage<Done> report(Report report) {
        var path = "/v1/event/triggers/"
                + URLEncoder.encode(node, StandardCharsets.UTF_8).replace("+", "%20");
        return api.ask(HttpRequest.put(path).with(Entity.text(TriggerText.of(report))))
                .thenApply(_ -> Done.getInstance());
    }
}
