package engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LongAnswersTest {
    private static final List<Integer> MANY = Collections.nCopies(LongAnswers.RECORDS, 1);

    private final LongAnswers answers = new LongAnswers();

    static List<Object> shortOnes() {
        return List.of(
                "x".repeat(LongAnswers.BYTES),
                Collections.nCopies(LongAnswers.RECORDS - 1, 1),
                Collections.nCopies(2, entry(LongAnswers.BYTES / 2 - 1)));
    }

    static List<Object> longOnes() {
        return List.of(
                MANY,
                MANY.stream().map(_ -> new Object()).collect(Collectors.toMap(each -> each, each -> each)),
                Collections.nCopies(2, entry(LongAnswers.BYTES / 2)));
    }

    private static KeyValues.Entry entry(int bytes) {
        return new KeyValues.Entry("key", ByteString.fromArray(new byte[bytes]), 0, 0, "", 5, 6);
    }

    @ParameterizedTest
    @MethodSource("shortOnes")
    void aShortAnswerIsMadeAtOnce(Object shown) {
        var thread = new AtomicReference<Thread>();
        assertThat(answers.make(shown, () -> made(thread)).toCompletableFuture())
                .isCompletedWithValue(Answer.DONE);
        assertThat(thread).hasValue(Thread.currentThread());
    }

    @ParameterizedTest
    @MethodSource("longOnes")
    void aLongOneIsMadeElsewhere(Object shown) throws Exception {
        var thread = new AtomicReference<Thread>();
        var answer = answers.make(shown, () -> made(thread)).toCompletableFuture();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isSameAs(Answer.DONE);
        assertThat(thread.get().getName()).isEqualTo("http-long-answers");
    }

    @Test
    void oneIsMadeAfterTheOther() throws Exception {
        var may = new CountDownLatch(1);
        var first = answers.make(MANY, () -> {
            awaits(may);
            return Answer.empty(201);
        });
        var second = answers.make(MANY, () -> Answer.DONE).toCompletableFuture();
        assertThat(second).isNotDone();
        may.countDown();
        assertThat(CompletableFuture.allOf(first.toCompletableFuture(), second)).succeedsWithin(10, TimeUnit.SECONDS);
    }

    @Test
    void whatFailsFailsForWhoAsked() {
        var answer = answers.make(MANY, () -> {
            throw new Refusal(400, "no");
        });
        assertThatThrownBy(() -> answer.toCompletableFuture().get(10, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(Refusal.class);
    }

    private static Answer made(AtomicReference<Thread> thread) {
        thread.set(Thread.currentThread());
        return Answer.DONE;
    }

    private static void awaits(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
