package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Policy;
import engine.checks.Status;
import engine.config.ServiceDefinition;
import engine.local.CheckState;
import engine.local.LocalCheck;
import engine.local.LocalService;
import engine.local.LocalState;
import engine.state.Key;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OwnEntriesTest {
    private static final Op.Put NODE = new Op.Put(new Key.Node("N1"), Records.node("N1", "10.0.0.1"));
    private static final Op.Put SERVERS =
            new Op.Put(new Key.Service("N1", "consul"), Records.service("N1", "consul", "consul"));

    private final Pictures pictures = new Pictures();
    private final AtomicReference<LocalState> local = new AtomicReference<>(LocalState.EMPTY);
    private final OwnEntries own = new OwnEntries("N1", () -> List.of(NODE, SERVERS), local);
    private final AtomicBoolean differs = new AtomicBoolean();

    @BeforeEach
    void theCatalogHasAll() {
        register("Web", false);
        check("up", "Web");
        own.puts().forEach(put -> pictures.put(put.key(), put.value()));
        pictures.put(new Key.Check("N1", "serfHealth"), Records.nodeCheck("N1", "serfHealth", "passing"));
        pictures.put(new Key.Node("n2"), Records.node("n2", "10.0.0.2"));
        pictures.published()
                .subscribe((_, _, changes) -> changes.forEach(change -> {
                    if (own.differs(change)) {
                        differs.set(true);
                    }
                }));
    }

    private void register(String id, boolean tagsOfOthers) {
        var definition = new ServiceDefinition(
                id,
                "web",
                List.of("v1"),
                "",
                Map.of(),
                80,
                Map.of(),
                ServiceDefinition.Weights.EQUAL,
                tagsOfOthers,
                Optional.empty(),
                List.of());
        local.updateAndGet(state ->
                new LocalState(state.services().put(id, new LocalService(definition, false)), state.checks()));
    }

    private void check(String id, String service) {
        var definition = new CheckDefinition(
                id,
                id,
                "",
                service,
                new CheckSpec.Ttl(Duration.ofMinutes(1)),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Status.CRITICAL,
                Policy.IMMEDIATE,
                4096,
                Optional.empty());
        var check = LocalCheck.of(
                "N1",
                definition,
                Optional.ofNullable(local.get().services().get(service)),
                new CheckState(Status.PASSING, "fine", Instant.EPOCH),
                false);
        local.updateAndGet(
                state -> new LocalState(state.services(), state.checks().put(id, check)));
    }

    private Map<Key, Optional<Value>> differences() {
        return OwnEntries.differences(
                "N1", pictures.published().current().catalog().nodes().get("n1"), own.puts());
    }

    @Test
    void allThatIsRegisteredAndWhatTheAgentSaysOfItselfIsOwn() {
        assertThat(own.puts())
                .extracting(Op.Put::key)
                .containsExactly(
                        new Key.Node("n1"),
                        new Key.Service("n1", "consul"),
                        new Key.Service("n1", "web"),
                        new Key.Check("n1", "up"));
        assertThat(differences()).isEmpty();
        assertThat(differs).isFalse();
    }

    @Test
    void idsThatDifferInCaseAloneAreOneEntryAndTheHealthOfTheNodeIsNoneOfItsOwn() {
        register("WEB", false);
        check("SerfHealth", "");
        assertThat(own.puts()).hasSize(4).extracting(Op.Put::key).doesNotHaveDuplicates();
    }

    @Test
    void anOutputThatIsHeldBackIsNotTold() {
        local.updateAndGet(state -> {
            var check = Objects.requireNonNull(state.checks().get("up"));
            return new LocalState(
                    state.services(), state.checks().put("up", check.found(Status.PASSING, "new", Instant.EPOCH)));
        });
        assertThat(differences()).isEmpty();
        assertThat(((Value.Check) own.puts().getLast().value()).output()).isEqualTo("fine");
    }

    @Test
    void whatOthersTookAwayChangedOrAddedIsSeen() {
        pictures.delete(new Key.Service("n1", "web"));
        assertThat(differs).isTrue();
        assertThat(differences()).containsOnlyKeys(new Key.Service("n1", "web"));

        differs.set(false);
        pictures.put(new Key.Check("n1", "up"), Records.nodeCheck("N1", "up", "critical"));
        assertThat(differs).isTrue();
        assertThat(differences()).containsOnlyKeys(new Key.Service("n1", "web"), new Key.Check("n1", "up"));

        differs.set(false);
        pictures.put(new Key.Service("n1", "x"), Records.service("N1", "x", "x"));
        assertThat(differs).isTrue();
        assertThat(differences()).hasSize(3).containsKey(new Key.Service("n1", "x"));
    }

    @Test
    void aNodeThatWasRemovedWhileItLivesIsSeenToo() {
        pictures.delete(new Key.Node("n1"));
        assertThat(differs).isTrue();
        assertThat(differences()).containsOnlyKeys(new Key.Node("n1"));
        assertThat(OwnEntries.differences("N1", null, own.puts())).hasSize(4);
    }

    @Test
    void ownChangesAndThoseOfOtherNodesAreNone() {
        register("db", false);
        pictures.put(new Key.Service("n1", "db"), own.puts().get(3).value());
        pictures.put(new Key.Service("n2", "db"), Records.service("n2", "db", "db"));
        pictures.put(new Key.Check("n1", "serfHealth"), Records.nodeCheck("N1", "serfHealth", "critical"));
        pictures.put(new Key.Kv("a"), Records.kv("b"));
        assertThat(differs).isFalse();
        assertThat(differences()).isEmpty();
    }

    @Test
    void tagsThatOthersMayChangeStayAsTheyChangedThem() {
        register("open", true);
        var ours = (Value.Service) own.puts().get(3).value();
        var theirs = new Value.Service(
                ours.node(),
                ours.id(),
                ours.name(),
                List.of("theirs"),
                "",
                Map.of(),
                ours.meta(),
                ours.port(),
                ours.passingWeight(),
                ours.warningWeight(),
                true);
        pictures.put(new Key.Service("n1", "open"), theirs);
        assertThat(differences()).isEmpty();
        assertThat(differs).isFalse();
    }

    @Test
    void whatTheCatalogStampedIsNotTakenForAnothersWord() {
        var then = Instant.parse("2026-11-20T12:00:00.000000001Z");
        var value = new Value.Check("n", "c", "c", "passing", "", "1", "", "", List.of(), "ttl", then);
        assertThat(OwnEntries.isSaid(value.since(Value.Check.UNSAID), value)).isTrue();
        assertThat(OwnEntries.isSaid(value, value.since(then.plusSeconds(1)))).isFalse();
    }
}
