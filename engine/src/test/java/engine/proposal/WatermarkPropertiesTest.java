package engine.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class WatermarkPropertiesTest {

    @Property
    void itIsTheLastUpToWhichAllWereAnswered(@ForAll @IntRange(min = 1, max = 40) int count, @ForAll Random random) {
        var order = LongStream.rangeClosed(1, count).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        var mark = new Watermark();
        var answered = new HashSet<Long>();
        for (var sequence : order) {
            mark.answered(sequence);
            answered.add(sequence);
            var expected = 0L;
            while (answered.contains(expected + 1)) {
                expected++;
            }
            assertThat(mark.done()).isEqualTo(expected);
        }
    }
}
