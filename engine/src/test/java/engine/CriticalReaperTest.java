package engine;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.Pictures;
import engine.state.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CriticalReaperTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());

    private final Pictures pictures = new Pictures();
    private final AtomicBoolean leads = new AtomicBoolean();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private final TestProbe<Store.Command> store = KIT.createTestProbe();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        var web = Records.service("ext", "web1", "web");
        pictures.put(new Key.Node("ext"), Records.node("ext", "10.0.0.9"));
        pictures.put(new Key.Service("ext", "web1"), web);
        pictures.put(
                new Key.Check("ext", "c"),
                Records.check("ext", "c", "critical", web)
                        .since(Instant.EPOCH.plusSeconds(1))
                        .deregisterAfter(Duration.ofMinutes(1)));
        KIT.spawn(CriticalReaper.create(pictures.published(), store.ref(), this::leads, nanos::get));
    }

    private boolean leads() {
        looks.incrementAndGet();
        return leads.get();
    }

    private void looks(int number) {
        for (var i = 0; i < number; i++) {
            nanos.addAndGet(CriticalReaper.LOOK.toNanos());
            var before = looks.get();
            TIME.timePasses(CriticalReaper.LOOK);
            Await.until("it has looked", () -> looks.get() > before);
        }
    }

    @Test
    void theServerThatLeadsDeregistersWhatItHasSeenCriticalForItsTime() {
        leads.set(true);
        looks(6);
        store.expectNoMessage(Duration.ofMillis(50));
        looks(1);
        var gone = store.expectMessageClass(Store.DeleteService.class);
        assertThat(gone.node() + "/" + gone.id()).isEqualTo("ext/web1");
    }

    @Test
    void aNewLeaderKnowsForHowLongItHasBeenSoButWaitsForALookFirst() {
        looks(30);
        store.expectNoMessage(Duration.ofMillis(50));
        leads.set(true);
        looks(1);
        store.expectNoMessage(Duration.ofMillis(50));
        looks(1);
        store.expectMessageClass(Store.DeleteService.class);
    }

    @Test
    void oneThatLeadsNoMoreDeregistersNothing() {
        leads.set(true);
        looks(6);
        leads.set(false);
        looks(10);
        store.expectNoMessage(Duration.ofMillis(50));
    }
}
