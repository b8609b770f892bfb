package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenderingsTest {
    private static final String LONG = "x".repeat(100_000);

    private final Renderings renderings = new Renderings();
    private final AtomicInteger made = new AtomicInteger();

    private Answer of(String path, String shown) {
        return renderings.of(new Renderings.Key(path, "", ""), shown, text -> {
            made.incrementAndGet();
            return Answer.plain(text);
        });
    }

    @Test
    void theSameIsMadeOnceForAll() {
        var first = of("/a", LONG);
        assertThat(of("/a", LONG)).isSameAs(first);
        assertThat(made).hasValue(1);
    }

    @Test
    void whatHasChangedIsMadeAnewAndCountsOnce() {
        of("/a", LONG);
        assertThat(of("/a", LONG + "y").entity().toString())
                .isNotEqualTo(of("/a", LONG).entity().toString());
        assertThat(made).hasValue(3);
        assertThat(renderings.bytes()).isEqualTo(LONG.length());
    }

    @Test
    void anotherRequestHasAnAnswerOfItsOwn() {
        of("/a", LONG);
        of("/b", LONG);
        assertThat(made).hasValue(2);
        assertThat(renderings.bytes()).isEqualTo(2 * LONG.length());
    }

    @Test
    void whatIsShortIsMadeEachTime() {
        of("/a", "short");
        of("/a", "short");
        assertThat(made).hasValue(2);
        assertThat(renderings.bytes()).isZero();
    }

    @Test
    void noMoreThanTheBoundIsKept() {
        for (int i = 0; i < 200; i++) {
            of("/" + i, LONG);
            assertThat(renderings.bytes()).isBetween(LONG.length(), Renderings.MOST);
        }
        assertThat(made).hasValue(200);
    }
}
