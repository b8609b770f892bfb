package engine.naming;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.DnsSettings.Freshness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ContactTest {
    private boolean there;
    private long now = -7;
    private final Contact contact = new Contact(() -> there, () -> now);

    private void look(boolean isThere, Duration later) {
        there = isThere;
        now += later.toNanos();
        contact.look();
    }

    @Test
    void theAgeIsZeroWhileTheSourceIsThereAndGrowsFromThenOn() {
        look(true, Duration.ofSeconds(1));
        now += Duration.ofHours(1).toNanos();
        assertThat(contact.age()).isZero();
        assertThat(contact.seconds()).isZero();
        look(true, Duration.ZERO);
        look(false, Duration.ofSeconds(2));
        assertThat(contact.age()).isEqualTo(Duration.ofSeconds(2));
        look(false, Duration.ofSeconds(3));
        now += 500_000_000;
        assertThat(contact.age()).isEqualTo(Duration.ofMillis(5_500));
        assertThat(contact.seconds()).isEqualTo(5.5);
        look(true, Duration.ofSeconds(1));
        assertThat(contact.age()).isZero();
    }

    @Test
    void whatWasNeverHeardFromIsOlderThanAnythingThatIsLimited() {
        look(false, Duration.ofSeconds(3));
        assertThat(contact.age()).isEqualTo(Freshness.UNKNOWN);
        assertThat(contact.seconds()).isEqualTo(3);
    }

    /** Where nothing stale is allowed, no time at all is too long. */
    @Test
    void whatIsLostIsNeverOfAgeZero() {
        look(true, Duration.ZERO);
        look(false, Duration.ZERO);
        assertThat(contact.age()).isPositive();
    }
}
