package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class AgentSweepTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
    private static final ManualTime TIME = ManualTime.get(KIT.system());

    private final AtomicBoolean formed = new AtomicBoolean();
    private final AtomicInteger swept = new AtomicInteger();
    private final AgentSweep sweep = new AgentSweep(KIT.system(), formed::get, swept::incrementAndGet);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private int sweptAfter(int seconds) {
        TIME.timePasses(Duration.ofSeconds(seconds));
        return swept.get();
    }

    @Test
    void agentsHaveTenSecondsFromWhenTheClusterIsThere() {
        sweep.begin();
        assertThat(sweptAfter(15)).isZero();
        formed.set(true);
        assertThat(sweptAfter(5)).as("it is seen that it is formed").isZero();
        assertThat(sweptAfter(9)).isZero();
        assertThat(sweptAfter(1)).isOne();
        assertThat(sweptAfter(120)).as("once").isOne();
    }

    @Test
    void withoutAClusterTheyHaveForty() {
        sweep.begin();
        assertThat(sweptAfter(39)).isZero();
        assertThat(sweptAfter(1)).isOne();
    }
}
