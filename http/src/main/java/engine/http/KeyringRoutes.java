package engine.http;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code /v1/operator/keyring}: there is none, as in a cluster of Consul without gossip encryption. */
final class KeyringRoutes {
    private static final String PATH = "/v1/operator/keyring";
    private static final int MOST_RELAYS = 5;

    private final Reads reads;
    private final HttpSettings settings;

    KeyringRoutes(Reads reads, HttpSettings settings) {
        this.reads = reads;
        this.settings = settings;
    }

    void addTo(Routes routes) {
        routes.get(PATH, this::list)
                .put(PATH, this::change)
                .post(PATH, this::change)
                .delete(PATH, this::change);
    }

    private CompletionStage<Answer> list(Call call) {
        check(call);
        throw none("Keyring is empty (encryption not enabled)");
    }

    private CompletionStage<Answer> change(Call call) {
        check(call);
        return call.body()
                .read(settings.maxBodySize(), "http-config.max-body-size")
                .thenApply(body -> body.isEmpty()
                        ? Map.of()
                        : RequestJson.object(body, "Bad request: " + RequestJson.DECODE_FAILED))
                .thenApply(_ -> {
                    throw none("No keyring to modify (encryption not enabled)");
                });
    }

    private void check(Call call) {
        reads.requireDatacenter(call);
        var relays = call.query().first("relay-factor");
        if (!relays.isEmpty()) {
            var number = Numbers.unsigned(relays)
                    .orElseThrow(() -> new Refusal(
                            400,
                            "Bad request: Error parsing relay factor: strconv.Atoi: parsing \"" + relays
                                    + "\": invalid syntax"));
            if (number > MOST_RELAYS || number < 0) {
                throw new Refusal(400, "Bad request: Invalid relay-factor: Relay factor must be in range: [0, 5]");
            }
        }
        var local = call.query().first("local-only");
        if (!local.isEmpty()) {
            Numbers.truth(
                    local,
                    "Bad request: Error parsing local-only: strconv.ParseBool: parsing \"" + local
                            + "\": invalid syntax");
        }
    }

    private static Refusal none(String sentence) {
        return new Refusal(
                500, sentence + ": agents know each other by cluster.secret, which is set in their configuration.");
    }
}
