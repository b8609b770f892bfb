package engine.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code /v1/txn}: several operations at one moment, or none. */
final class TransactionRoutes {
    static final String PATH = "/v1/txn";
    static final String SETTING = "limits.txn-max-req-len";

    private final Transactions transactions;
    private final Reads reads;
    private final HttpSettings settings;

    TransactionRoutes(Transactions transactions, Reads reads, HttpSettings settings) {
        this.transactions = transactions;
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.put(PATH, this::transact);
    }

    private CompletionStage<Answer> transact(Call call) {
        reads.requireDatacenter(call);
        call.requirePlain();
        return call.body()
                .read(settings.transactionMaxSize(), SETTING)
                .thenCompose(body -> transact(call, TransactionRequest.of(body, settings)));
    }

    private CompletionStage<Answer> transact(Call call, TransactionRequest request) {
        var pretty = call.pretty();
        var outcome = request.problems().isEmpty()
                ? done(call, request)
                : CompletableFuture.<Transactions.Outcome>completedStage(
                        new Transactions.RolledBack(request.problems()));
        return outcome.thenApply(done -> answer(pretty, request.writes(), done));
    }

    private Answer answer(boolean pretty, boolean writes, Transactions.Outcome outcome) {
        var answer = writes
                ? Answer.json(pretty, out -> TransactionJson.outcome(out, outcome))
                : Answer.json(pretty, out -> TransactionJson.outcome(out, outcome, reads.leaderIsKnown()))
                        .with(reads.unindexedHeaders());
        return switch (outcome) {
            case Transactions.Committed _ -> answer;
            case Transactions.RolledBack _ -> answer.withStatus(409);
        };
    }

    private CompletionStage<Transactions.Outcome> done(Call call, TransactionRequest request) {
        var operations = request.operations();
        return request.writes()
                ? transactions.apply(operations, call.context())
                : reads.fresh(call, () -> transactions.read(operations));
    }
}
