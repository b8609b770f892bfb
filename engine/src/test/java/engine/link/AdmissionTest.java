package engine.link;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.message.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static Identity identity(String datacenter, String node, String secret) {
        return new Identity(
                datacenter,
                node,
                "id-" + node,
                "1.0",
                secret.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new ClusterSecret(secret.getBytes(StandardCharsets.UTF_8))));
    }

    private static HttpRequest request(Identity from, String method, String path) {
        return HttpRequest.get(path).with(Signature.headers(from, method, path));
    }

    private static Optional<String> refusal(Identity own, Identity from) {
        return new Admission(own).refusal(Signature.of(request(from, "GET", "/x")), "GET", "/x");
    }

    @Test
    void thoseWithOneDatacenterAndOneSecretBelongTogether() {
        assertThat(refusal(identity("dc1", "s", "k"), identity("dc1", "a", "k")))
                .isEmpty();
        assertThat(refusal(identity("dc1", "s", ""), identity("dc1", "a", ""))).isEmpty();
        assertThat(refusal(identity("dc1", "größe 世", "k"), identity("dc1", "näme/\n 界", "k")))
                .isEmpty();
    }

    @Test
    void anotherDatacenterIsRefusedWithBothNames() {
        assertThat(refusal(identity("dc1", "s", "k"), identity("dc2", "a", "k")).orElseThrow())
                .contains("agent a of datacenter dc2", "agent s of datacenter dc1");
    }

    @Test
    void aSecretOnOneSideOnlyIsRefusedAndSaidWhichSideHasIt() {
        assertThat(refusal(identity("dc1", "s", "hidden"), identity("dc1", "a", ""))
                        .orElseThrow())
                .contains("the second has a cluster secret (encrypt), the first none")
                .doesNotContain("hidden");
        assertThat(refusal(identity("dc1", "s", ""), identity("dc1", "a", "hidden"))
                        .orElseThrow())
                .contains("the first has a cluster secret (encrypt), the second none");
    }

    @Test
    void anotherSecretIsRefusedAndNeverShown() {
        assertThat(refusal(identity("dc1", "s", "hidden1"), identity("dc1", "a", "hidden2"))
                        .orElseThrow())
                .contains("their cluster secrets (encrypt) differ")
                .doesNotContain("hidden");
    }

    @Test
    void aProofHoldsForItsOwnMethodPathAndNodeAlone() {
        var admission = new Admission(identity("dc1", "s", "k"));
        var signature = Signature.of(request(identity("dc1", "a", "k"), "GET", "/x"));
        assertThat(admission.refusal(signature, "GET", "/x")).isEmpty();
        assertThat(admission.refusal(signature, "PUT", "/x")).isPresent();
        assertThat(admission.refusal(signature, "GET", "/y")).isPresent();
        var other = signature.map(s -> new Signature(s.datacenter(), "b", s.nodeId(), s.version(), s.proof()));
        assertThat(admission.refusal(other, "GET", "/x")).isPresent();
    }

    @Test
    void whoIsNoAgentIsToldWhereTheHttpApiIs() {
        assertThat(new Admission(identity("dc1", "s", "k"))
                        .refusal(Signature.of(HttpRequest.get("/v1/status/leader")), "GET", "/v1/status/leader")
                        .orElseThrow())
                .contains("agent port", "datacenter dc1", "HTTP API");
    }

    @Test
    void whatAStrangerSaysIsShownCutAndOnOneLine() {
        var refusal = refusal(identity("dc1", "s", ""), identity("dc2\n" + "x".repeat(5000), "a\u0007", ""))
                .orElseThrow();
        assertThat(refusal).hasSizeLessThan(400).doesNotContain("\n").doesNotContain("\u0007");
    }
}
