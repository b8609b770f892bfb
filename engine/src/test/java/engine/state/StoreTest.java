package engine.state;

import static engine.state.Catalogs.check;
import static engine.state.Catalogs.node;
import static engine.state.Catalogs.service;
import static engine.state.StoreProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The store on a cluster of one. */
class StoreTest {
    private static final OneNode NODE = new OneNode();
    private final StoreProbe store = new StoreProbe(NODE);

    @AfterAll
    static void shutDown() {
        NODE.close();
    }

    @Test
    void aWriteIsVisibleWhenItIsAcknowledged() {
        for (var i = 0; i < 300; i++) {
            var key = "visible/" + i % 7;
            assertThat(store.write(new Op.Put(new Key.Kv(key), text("v" + i)))).isTrue();
            assertThat(store.value(key)).isEqualTo(text("v" + i));
        }
        assertThat(store.after()).hasSize(300);
        assertThat(store.current().index()).isEqualTo(400);
    }

    @Test
    void aWriteOverManyBucketsIsPublishedOnce() {
        var ops = IntStream.range(0, 100)
                .<Op>mapToObj(i -> new Op.Put(new Key.Kv("many/" + i), text("x")))
                .toList();
        assertThat(store.write(ops)).isTrue();
        assertThat(store.after()).hasSize(1);
        assertThat(store.current().kv().entries().size()).isEqualTo(100);
        assertThat(store.write(List.of())).isTrue();
        assertThat(store.after()).hasSize(1);
    }

    @Test
    void conditionsAreDecidedAndARefusedOrUnchangedWriteIsNotPublished() {
        var key = new Key.Kv("condition");
        assertThat(store.write(new Op.PutIf(key, text("1"), 0))).isTrue();
        assertThat(store.write(new Op.PutIf(key, text("2"), 0))).isFalse();
        var index = store.stored("condition").modifyIndex();
        assertThat(store.write(new Op.PutIf(key, text("2"), index + 1))).isFalse();
        assertThat(store.write(new Op.DeleteIf(key, index + 1))).isFalse();
        assertThat(store.write(new Op.Put(key, text("1")))).isTrue();
        assertThat(store.after()).hasSize(1);

        assertThat(store.write(new Op.PutIf(key, text("2"), index))).isTrue();
        assertThat(store.stored("condition"))
                .extracting(Stored::createIndex, Stored::changedAt)
                .containsExactly(index, store.current().index());
        assertThat(store.write(new Op.DeleteIf(key, store.stored("condition").modifyIndex())))
                .isTrue();
        assertThat(store.current().kv().entries().get("condition")).isNull();
        assertThat(store.after()).hasSize(3);
    }

    @Test
    void keysOfManyBucketsAreDeletedAtOnce() {
        var deletions = IntStream.range(0, 300)
                .<Op>mapToObj(i -> new Op.Delete(new Key.Kv("prefix/" + i)))
                .toList();
        store.write(IntStream.range(0, 300)
                .<Op>mapToObj(i -> new Op.Put(new Key.Kv("prefix/" + i), text("x")))
                .toList());
        store.write(new Op.Put(new Key.Kv("prefiy"), text("stays")));
        assertThat(store.write(deletions)).isTrue();

        assertThat(store.after())
                .extracting(after -> after.kv().entries().size())
                .containsExactly(300, 301, 1);
        assertThat(store.value("prefiy")).isEqualTo(text("stays"));
        assertThat(store.current().kv().prefixAt("prefix/"))
                .isEqualTo(store.current().index());
        assertThat(store.write(deletions)).isTrue();
        assertThat(store.after()).hasSize(3);
    }

    @Test
    void tagsThatAServiceLetsOthersChangeOutliveWhatItsAgentSays() {
        var ours = new Value.Service("own1", "w", "own-web", List.of("ours"), "", Map.of(), null, 80, 1, 1, true);
        var theirs = new Value.Service("own1", "w", "own-web", List.of("theirs"), "", Map.of(), null, 81, 1, 1, true);
        store.register(node("own1", "a"), theirs);
        var wanted = List.of(
                new Op.Put(new Key.Node("own1"), node("own1", "a")), new Op.Put(new Key.Service("own1", "w"), ours));
        assertThat(store.told(replyTo -> new Store.Own("own1", wanted, replyTo)))
                .isTrue();
        var kept = Objects.requireNonNull(store.current().catalog().nodes().get("own1"))
                .services()
                .values()
                .getFirst()
                .value();
        assertThat(kept.tags()).containsExactly("theirs");
        assertThat(kept.port()).isEqualTo(80);
        var at = store.current().index();
        assertThat(store.told(replyTo -> new Store.Own("own1", wanted, replyTo)))
                .isTrue();
        assertThat(store.current().index()).isEqualTo(at);
    }

    @Test
    void aNodeIsDeletedWithAllThatIsOnIt() {
        store.register(
                node("del1", "a"), service("del1", "w", "del-web", List.of()), check("del1", "c", "w", "passing"));
        store.register(node("del2", "a"), service("del2", "w", "del-web", List.of()));
        assertThat(store.told(replyTo -> new Store.DeleteNode("DEL1", replyTo))).isTrue();
        assertThat(store.current().catalog().nodes().get("del1")).isNull();
        assertThat(store.current().catalog().service("del-web").instances()).hasSize(1);
        assertThat(store.after()).hasSize(3);

        store.register(node("del1", "b"));
        assertThat(store.current().catalog().service("del-web").instances()).hasSize(1);
        assertThat(store.told(replyTo -> new Store.DeleteNode("never", replyTo)))
                .isTrue();
    }

    @Test
    void aNodeDeletedWhileItRegistersLeavesNoGhostsBehind() {
        var registered = store.ask(StoreProbe.registration(
                node("race", "a"), service("race", "w", "race-web", List.of()), check("race", "c", "w", "passing")));
        var deleted = store.ask(replyTo -> new Store.DeleteNode("race", replyTo));
        assertThat(registered.join()).isTrue();
        assertThat(deleted.join()).isTrue();
        store.register(node("race", "b"));
        assertThat(store.current().catalog().service("race-web").instances()).isEmpty();
        assertThat(Objects.requireNonNull(store.current().catalog().node("race"))
                        .checks()
                        .size())
                .isZero();
    }

    @Test
    void aServiceIsDeletedWithItsChecksAndNoOthers() {
        store.register(
                node("svc", "a"),
                service("svc", "w", "svc-web", List.of()),
                service("svc", "d", "svc-db", List.of()),
                check("svc", "c1", "W", "passing"),
                check("svc", "c2", "d", "passing"),
                check("svc", "c3", "", "passing"));
        assertThat(store.told(replyTo -> new Store.DeleteService("SVC", "W", replyTo)))
                .isTrue();
        var state = Objects.requireNonNull(store.current().catalog().node("svc"));
        assertThat(state.services().values()).extracting(s -> s.value().id()).containsExactly("d");
        assertThat(state.checks().values()).extracting(c -> c.value().id()).containsExactly("c2", "c3");
        assertThat(store.after()).hasSize(2);
    }

    @Test
    void aDerivedCheckIsShownAndNotReplicated() {
        store.register(node("derived", "a"), service("derived", "w", "derived-web", List.of()));
        store.derive(check("derived", "serfHealth", "", "passing"));
        var state = Objects.requireNonNull(store.current().catalog().node("derived"));
        assertThat(state.checks().values()).hasSize(1);
        assertThat(NODE.bucket(new Key.Node("derived")).get("cderived\0serfhealth"))
                .isNull();
        var created = state.checks().values().getFirst().createIndex();
        assertThat(store.after()).hasSize(2);

        store.derive(check("derived", "serfHealth", "", "passing"));
        assertThat(store.after()).hasSize(2);
        store.derive(check("derived", "serfHealth", "", "critical"));
        assertThat(store.after()).hasSize(3);
        var instance =
                store.current().catalog().service("derived-web").instances().getFirst();
        assertThat(instance.hasCheck("critical")).isTrue();
        assertThat(instance.checks().getFirst())
                .extracting(Stored::createIndex, Stored::modifyIndex)
                .containsExactly(created, store.current().index());
    }

    @Test
    void anUnchangedDerivedCheckOfANodeNotYetKnownIsPublishedOnce() {
        store.derive(check("unborn", "serfHealth", "", "passing"));
        store.derive(check("unborn", "serfHealth", "", "passing"));
        assertThat(store.after()).hasSize(1);
        store.register(node("unborn", "a"));
        assertThat(Objects.requireNonNull(store.current().catalog().node("unborn"))
                        .checks()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aNameThatCanBeNoneFailsAtTheOneWhoAsksAndNotInTheStore() {
        assertThatThrownBy(() -> store.told(replyTo -> new Store.DeleteNode("a\0b", replyTo)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.told(replyTo -> new Store.DeleteService("a", "\ud800", replyTo)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.derive(check("a\0", "b", "", "passing")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.write(new Op.Put(new Key.Kv("still/there"), text("x"))))
                .isTrue();
    }

    @Test
    void thePekkoConfigurationFindsTheSerializer() throws NotSerializableException {
        var serialization = SerializationExtension.get(NODE.kit().system());
        assertThat(serialization.serializerFor(Bucket.class)).isInstanceOf(BucketSerializer.class);
    }

    @Test
    void bucketsOfEveryFamilyGoThroughTheDurableStore() {
        var keys = NODE.kit().system().settings().config().getStringList("pekko.cluster.distributed-data.durable.keys");
        assertThat(keys)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(BucketId.Family.values())
                        .map(family -> family.name().toLowerCase(Locale.ROOT) + "-*")
                        .toList());
    }

    @Test
    void aWriteWithoutTheMajorityIsSeenUntilTheLogHasSettledItAndThenForgottenEverywhere() {
        var key = new Key.Overlay("alone");
        var write = new Value.Overlay(ByteString.fromString("x"), 0, 0, "me");
        assertThat(store.write(new Op.Put(key, write))).isTrue();
        assertThat(store.current().kv().entries().get("alone")).isNull();
        var over =
                Objects.requireNonNull(store.current().kv().overlays().entries().get("alone"));
        assertThat(over.value()).isEqualTo(write);
        var seen = new AtomicBoolean();
        store.tell(new Store.Show(
                List.of(),
                Optional.of(new Settled(over.stamp())),
                () -> seen.set(store.current().kv().seen("alone").isPresent()),
                () -> {}));
        assertThat(store.write(List.of())).isTrue();
        assertThat(seen).as("before the picture").isTrue();
        assertThat(store.current().kv().seen("alone")).isEmpty();
        assertThat(store.current().kv().overlays().conflictsAt())
                .isEqualTo(store.current().kv().keyAt("alone"));
        awaitForgotten(key);
        // Another server that has not followed the log yet brings it back.
        var frame = Delta.frames(List.of(new Change(key, new Entry(over.stamp(), 0, 0, write))), 1_000)
                .getFirst();
        store.tell(new Store.Merge(Delta.fromBytes(frame), () -> {}));
        assertThat(store.write(List.of())).isTrue();
        assertThat(store.current().kv().seen("alone")).isEmpty();
        awaitForgotten(key);
        // What is written then is later, whatever the clock says.
        assertThat(store.write(new Op.Put(key, new Value.Overlay(null, 0, 0, "me"))))
                .isTrue();
        var next =
                Objects.requireNonNull(store.current().kv().overlays().entries().get("alone"));
        assertThat(next.stamp()).isGreaterThan(Settled.LATEST);
        store.tell(new Store.Show(List.of(), Optional.of(new Settled(next.stamp())), () -> {}, () -> {}));
        store.after();
    }

    private static void awaitForgotten(Key key) {
        NODE.kit().createTestProbe().awaitAssert(OneNode.DEADLINE, () -> {
            assertThat(NODE.bucket(key).get(key.text())).isNull();
            return Done.done();
        });
    }

    /** A log that has settled all up to a stamp, and a much later one of another key. */
    private record Settled(Stamp upTo) implements Settlement {
        static final Stamp LATEST = new Stamp(Long.MAX_VALUE >> 1, "other");

        @Override
        public boolean isSettled(String key, Stamp stamp) {
            return stamp.compareTo(upTo) <= 0;
        }

        @Override
        public boolean follows(String key, long basedOn, long modifyIndex) {
            return false;
        }

        @Override
        public boolean changesConflicts() {
            return true;
        }

        @Override
        public List<Stamp> stamps() {
            return List.of(upTo, LATEST);
        }
    }

    @Test
    void whatWasDeletedLongAgoIsForgottenAndNothingElse() {
        store.write(new Op.Put(new Key.Kv("sweep/gone"), text("x")), new Op.Put(new Key.Kv("sweep/there"), text("x")));
        store.write(new Op.Delete(new Key.Kv("sweep/gone")));
        assertThat(NODE.bucket(new Key.Kv("sweep/gone")).get("ksweep/gone")).isNotNull();
        store.tell(new Store.Sweep(Instant.now().minusSeconds(60)));
        store.write(List.of());
        assertThat(NODE.bucket(new Key.Kv("sweep/gone")).get("ksweep/gone")).isNotNull();
        store.tell(new Store.Sweep(Instant.now().plusSeconds(60)));
        NODE.kit().createTestProbe().awaitAssert(OneNode.DEADLINE, () -> {
            assertThat(NODE.bucket(new Key.Kv("sweep/gone")).get("ksweep/gone")).isNull();
            return Done.done();
        });
        assertThat(store.value("sweep/there")).isEqualTo(text("x"));
        store.after();
    }
}
