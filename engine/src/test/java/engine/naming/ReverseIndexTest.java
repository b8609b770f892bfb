package engine.naming;

import static org.assertj.core.api.Assertions.assertThat;

import engine.state.Key;
import engine.state.Op;
import engine.state.Pictures;
import engine.state.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ReverseIndexTest {
    private static final int NODES = 5_000;

    private final Pictures pictures = new Pictures();

    private static String address(int number) {
        return "10.1." + number / 250 + "." + (number % 250 + 1);
    }

    private void register(int nodes) {
        pictures.apply(IntStream.range(0, nodes)
                .mapToObj(i -> new Op.Put(new Key.Node("n" + i), node("n" + i, address(i))))
                .toArray(Op[]::new));
    }

    private static Value.Node node(String name, String address) {
        return new Value.Node("", name, address, Map.of(), Map.of());
    }

    private static List<String> names(ReverseIndex index, String address) {
        return index.nodes(address).stream().map(Value.Node::name).toList();
    }

    @Test
    void aNodeIsFoundWhereItIsNow() {
        register(3);
        var index = new ReverseIndex(pictures.published());
        assertThat(names(index, address(2))).containsExactly("n2");
        pictures.put(new Key.Node("n2"), node("n2", "10.2.0.1"));
        pictures.put(new Key.Node("n9"), node("n9", "10.2.0.1"));
        assertThat(names(index, address(2))).isEmpty();
        assertThat(names(index, "10.2.0.1")).containsExactly("n2", "n9");
        pictures.delete(new Key.Node("n2"));
        assertThat(names(index, "10.2.0.1")).containsExactly("n9");
    }

    /** Whoever asks while the first question has the index made sees all of it. */
    @Test
    void aQuestionDuringTheFirstFillFindsWhatThereIs() throws Exception {
        register(NODES);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 20; round++) {
                var index = new ReverseIndex(pictures.published());
                var start = new CountDownLatch(1);
                var found = new ArrayList<Future<List<String>>>();
                for (int i = 0; i < 4; i++) {
                    int node = NODES * (i + 1) / 4 - 1;
                    found.add(threads.submit(() -> {
                        start.await();
                        return names(index, address(node));
                    }));
                }
                start.countDown();
                for (int i = 0; i < 4; i++) {
                    assertThat(found.get(i).get()).containsExactly("n" + (NODES * (i + 1) / 4 - 1));
                }
            }
        }
    }
}
