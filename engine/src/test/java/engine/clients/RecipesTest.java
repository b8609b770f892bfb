package engine.clients;

import static org.assertj.core.api.Assertions.assertThat;

import engine.Await;
import engine.TestCluster;
import engine.clients.Candidate.Term;
import engine.clients.RecipeClient.Behavior;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The recipes of the manual, with client libraries as others wrote them, on three servers and through a client agent. */
@Timeout(60)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RecipesTest {
    private static final Duration LOCK_DELAY = Duration.ofSeconds(1);

    private static final Duration TTL = Duration.ofSeconds(10);

    private static final Queue<Term> LATE_TERMS = new ConcurrentLinkedQueue<>();
    private static final List<Candidate> SUCCESSORS = new ArrayList<>();

    @TempDir
    static Path dir;

    private static Instant begun = Instant.MAX;

    private static TestCluster cluster;

    /** Of each library one on each agent, the client agent first. */
    private static final Map<Library, List<RecipeClient>> CLIENTS = new EnumMap<>(Library.class);

    @BeforeAll
    static void begin() {
        cluster = new TestCluster(dir, 3, 1);
        cluster.startAll();
        cluster.leader();
        for (var library : Library.values()) {
            CLIENTS.put(
                    library,
                    Stream.of("c1", "s1", "s2", "s3")
                            .map(agent -> library.at(cluster.http(agent)))
                            .toList());
        }
        begun = Instant.now();
        Stream.of(Library.values()).forEach(RecipesTest::leadAndBeSilent);
    }

    @AfterAll
    static void end() {
        SUCCESSORS.forEach(Candidate::close);
        CLIENTS.values().forEach(clients -> clients.forEach(RecipeClient::close));
        cluster.close();
    }

    private static RecipeClient client(Library library, int agent) {
        return Objects.requireNonNull(CLIENTS.get(library)).get(agent);
    }

    private static String unused(String name) {
        return name + "/" + UUID.randomUUID();
    }

    @ParameterizedTest
    @EnumSource
    void theNextCandidateLeadsAfterTheLockDelayWhenTheSessionOfTheLeaderIsDestroyed(Library library) {
        var key = unused("leader");
        var terms = new ConcurrentLinkedQueue<Term>();
        try (var first = new Candidate(client(library, 0), key, "first", LOCK_DELAY, terms)) {
            Await.until("the first leads", first::isLeading);
            try (var second = new Candidate(client(library, 1), key, "second", LOCK_DELAY, terms);
                    var third = new Candidate(client(library, 2), key, "third", LOCK_DELAY, terms)) {
                var ended = Instant.now();
                client(library, 3).destroy(terms.element().session());
                Await.until("there is a second term", () -> terms.size() == 2);
                var next = List.copyOf(terms).getLast();
                assertThat(next.since()).isAfterOrEqualTo(ended.plus(LOCK_DELAY));
                Await.until(
                        "one leads",
                        () -> List.of(first, second, third).stream()
                                        .filter(Candidate::isLeading)
                                        .count()
                                == 1);
                var found = client(library, 3).read(key, 0, Duration.ofSeconds(1));
                assertThat(found.entries())
                        .singleElement()
                        .returns(next.session(), RecipeClient.Entry::session)
                        .returns(next.name(), RecipeClient.Entry::value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLeaderThatGivesUpIsFollowedAtOnce(Library library) {
        var key = unused("leader");
        var terms = new ConcurrentLinkedQueue<Term>();
        var delay = Duration.ofSeconds(60);
        var first = new Candidate(client(library, 1), key, "first", delay, terms);
        Await.until("the first leads", first::isLeading);
        try (var second = new Candidate(client(library, 0), key, "second", delay, terms)) {
            first.close();
            Await.until("the second leads", second::isLeading);
            assertThat(terms).extracting(Term::name).containsExactly("first", "second");
        }
    }

    /** Begun before all others, which pass in the meantime. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aLeaderThatIsNotHeardOfIsFollowedWhenItsTimeToLiveIsOver() {
        Await.until(
                "both are followed",
                Duration.ofSeconds(30),
                () -> SUCCESSORS.stream().allMatch(Candidate::isLeading));
        assertThat(LATE_TERMS)
                .hasSize(2)
                .allSatisfy(term -> assertThat(term.since())
                        .isAfterOrEqualTo(begun.plus(TTL).plus(LOCK_DELAY)));
    }

    private static void leadAndBeSilent(Library library) {
        var key = unused("leader");
        var session = client(library, 0).createSession("silent", TTL, LOCK_DELAY, Behavior.RELEASE);
        assertThat(client(library, 0).acquire(key, "silent", session)).isTrue();
        SUCCESSORS.add(new Candidate(client(library, 1), key, "successor", LOCK_DELAY, LATE_TERMS));
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceOfASemaphoreIsTakenWhenItsHolderLeavesOrItsSessionEnds(Library library) throws Exception {
        var prefix = unused("semaphore") + "/";
        var one = new Contender(client(library, 0), prefix, 2);
        var two = new Contender(client(library, 1), prefix, 2);
        var three = new Contender(client(library, 2), prefix, 2);
        var four = new Contender(client(library, 3), prefix, 2);
        one.enter();
        two.enter();
        assertThat(three.tryEnter()).isFalse();
        assertThat(four.tryEnter()).isFalse();
        try (var waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            var third = waiting.submit(three::enter);
            one.leave();
            third.get(10, TimeUnit.SECONDS);
            assertThat(four.tryEnter()).isFalse();
            var fourth = waiting.submit(four::enter);
            client(library, 3).destroy(two.session());
            fourth.get(10, TimeUnit.SECONDS);
        }
        assertThat(four.holders()).containsExactlyInAnyOrder(three.session(), four.session());
    }

    @Test
    void fourContendersNeverHoldMoreThanTwoPlaces() throws Exception {
        var prefix = unused("semaphore") + "/";
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (var i = 0; i < 4; i++) {
                var contender = new Contender(client(i % 2 == 0 ? Library.KIWIPROJECT : Library.ECWID, i), prefix, 2);
                all.add(threads.submit(() -> {
                    for (var round = 0; round < 5; round++) {
                        contender.enter();
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        assertThat(contender.holders())
                                .contains(contender.session())
                                .hasSizeLessThanOrEqualTo(2);
                        inside.decrementAndGet();
                        contender.leave();
                    }
                }));
            }
            for (var each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(most).hasValueBetween(1, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aFeatureFlagIsSeenOnEveryAgentAsSoonAsItIsSet(Library library) {
        var prefix = unused("flags") + "/";
        client(library, 1).put(prefix + "dark-mode", "on");
        Await.until(
                "the client agent has it",
                () -> !client(library, 0)
                        .read(prefix, 0, Duration.ofSeconds(1))
                        .entries()
                        .isEmpty());
        try (var here = new FeatureFlags(client(library, 0), prefix);
                var there = new FeatureFlags(client(library, 3), prefix)) {
            Await.until("it is on", () -> here.isOn("dark-mode") && there.isOn("dark-mode"));
            assertThat(here.isOn("new-checkout")).isFalse();
            client(library, 2).put(prefix + "new-checkout", "on");
            Await.until("it is on", () -> here.isOn("new-checkout") && there.isOn("new-checkout"));
            client(library, 2).delete(prefix + "new-checkout");
            Await.until("it is off", () -> !here.isOn("new-checkout") && !there.isOn("new-checkout"));
            client(library, 2).delete(prefix + "dark-mode");
            Await.until("nothing is on", () -> !here.isOn("dark-mode") && !there.isOn("dark-mode"));
        }
    }
}
