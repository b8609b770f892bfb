package engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.pekko.cluster.ddata.GCounter;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class BucketSerializerTest {
    private final BucketSerializer serializer = new BucketSerializer();

    /** Servers of different versions talk to each other, and files on disk are read again: these bytes must never change. */
    private static final String GOLDEN = String.join(
            "",
            // version and number of entries
            "0108",
            // receipt
            "07616500776562311000000000000000017701ac0206016504776562310200",
            // check
            "07637765623100631000000000000000017701ac020304776562310163016e0770617373696e6700026f6b0361706903",
            "617069010276310468747470",
            // event
            "0265651000000000000000017701ac02050165066465706c6f7905312e342e32000377656200ac02c0ec80d806070477",
            "656231",
            // tombstone
            "056b676f6e6500000000000000020177000700",
            // key and value
            "036bc3a41000000000000000017701ac02040200fffffffffffffffffe",
            // node
            "056e776562311000000000000000017701ac020102696404576562310831302e302e302e310102036c616e0161037761",
            "6e016200",
            // run
            "097265007765623100741000000000000000017701ac0207016504776562310174066661696c65640101f7ffffffffff",
            "ffffff01036f757400c0ec80d8060701c1ec80d8060700",
            // service
            "097377656231006170691000000000000000017701ac020204776562310361706903617069020276310276320001036c",
            "616e0831302e302e302e31500100ffff0301ffffffffffffffffff0101");

    @Test
    void theFormatIsAsEver() throws NotSerializableException {
        var state = oneOfEach();
        assertThat(HexFormat.of().formatHex(serializer.toBinary(state))).isEqualTo(GOLDEN);
        assertThat(serializer.fromBinary(HexFormat.of().parseHex(GOLDEN), "B")).isEqualTo(state);
        assertThat(serializer.identifier()).isEqualTo(720_001);
        assertThat(serializer.manifest(state)).isEqualTo("B");
    }

    @Test
    void whatIsNoBucketIsRefused() {
        assertThatThrownBy(() -> serializer.manifest(GCounter.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> serializer.toBinary("text")).isInstanceOf(IllegalArgumentException.class);
        refused("01 00", "X", "manifest");
    }

    @Test
    void aFormatOfAnotherVersionIsRefused() {
        refused("02 00", "B", "does not know");
        refused("", "B", "ends early");
    }

    @Test
    void aLengthThatLiesIsRefusedBeforeItIsBelieved() {
        refused("01 ff ff ff ff 07", "B", "a count of 2147483647 with 0 bytes left");
        refused("01 ff ff ff ff ff ff ff ff ff 01", "B", "a count of -1");
        refused("01 ff ff ff ff ff ff ff ff ff ff 01", "B", "64 bits");
    }

    @Test
    void aValueOfAnotherKindThanItsKeyIsRefused() {
        // key "na", stamp 0 by "", indexes 0 0, a receipt of nothing
        refused("01 01 02 6e 61 0000000000000000 00 00 00 06 00 00 00 00", "B", "key");
    }

    @Test
    void aKeyInAnotherFormThanItsOwnIsRefused() {
        // key "nA", a tombstone
        refused("01 01 02 6e 41 0000000000000000 00 00 00 00", "B", "key");
        refused("01 01 02 71 61 0000000000000000 00 00 00 00", "B", "key");
        refused("01 01 00 0000000000000000 00 00 00 00", "B", "key");
    }

    @Test
    void theSameKeyTwiceIsRefused() {
        var entry = "02 6e 61 0000000000000000 00 00 00 00";
        refused("01 02 " + entry + entry, "B", "order");
    }

    private void refused(String hex, String manifest, String why) {
        assertThatThrownBy(() -> serializer.fromBinary(HexFormat.of().parseHex(hex.replace(" ", "")), manifest))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining(why);
    }

    private static Bucket oneOfEach() {
        var at = Instant.parse("2026-11-20T12:00:00.000000007Z");
        var state = Bucket.EMPTY;
        var values = Map.of(
                new Key.Node("Web1"),
                new Value.Node("id", "Web1", "10.0.0.1", Map.of("wan", "b", "lan", "a"), null),
                new Key.Service("web1", "api"),
                new Value.Service(
                        "web1",
                        "api",
                        "api",
                        List.of("v1", "v2"),
                        "",
                        Map.of("lan", new Value.TaggedAddress("10.0.0.1", 80)),
                        Map.of(),
                        65535,
                        1,
                        -1,
                        true),
                new Key.Check("web1", "c"),
                new Value.Check("web1", "c", "n", "passing", "", "ok", "api", "api", List.of("v1"), "http"),
                new Key.Kv("ä"),
                new Value.Kv(ByteString.fromInts(0, 255), -2),
                new Key.Event("e"),
                new Value.Event("e", "deploy", ByteString.fromString("1.4.2"), "", "web", "", 300, at, "web1"),
                new Key.Receipt("e", "web1"),
                new Value.Receipt("e", "web1", 2, ""),
                new Key.Run("e", "web1", "t"),
                new Value.Run(
                        "e",
                        "web1",
                        "t",
                        "failed",
                        true,
                        OptionalInt.of(-9),
                        "out",
                        "",
                        at,
                        Optional.of(at.plusSeconds(1)),
                        Optional.empty()));
        for (var pair : values.entrySet()) {
            state = state.put(pair.getKey().text(), new Entry(new Stamp(1L << 60, "w"), 1, 300, pair.getValue()));
        }
        return state.put("kgone", new Entry(new Stamp(2, "w"), 0, 7, null));
    }
}
