package engine.kv;

import static engine.kv.Machine.S1;
import static engine.kv.Machine.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class QueriesTest {
    private static final String Q1 = "aaaaaaaa-0000-0000-0000-000000000001";
    private static final String Q2 = "aaaaaaaa-0000-0000-0000-000000000002";

    private final Machine machine = new Machine();

    private static Query query(String id, String name, boolean template, String session) {
        return new Query(id, name, template, session, bytes("definition of " + name), 0, 0);
    }

    private static Operation create(String id, String name) {
        return new Operation.KeepQuery(query(id, name, false, ""), true);
    }

    private static Operation template(String id, String name) {
        return new Operation.KeepQuery(query(id, name, true, ""), true);
    }

    private boolean has(String id) {
        return machine.state.queries().get(id) != null;
    }

    @Test
    void isKeptChangedAndDeleted() {
        assertThat(machine.held(create(Q1, "web"))).isTrue();
        var created = machine.state.index();
        assertThat(machine.state.queries().get(Q1))
                .isEqualTo(query(Q1, "web", false, "").written(created, created));

        assertThat(machine.held(new Operation.KeepQuery(query(Q1, "db", false, ""), false)))
                .isTrue();
        assertThat(machine.state.queries().get(Q1))
                .isEqualTo(query(Q1, "db", false, "").written(created, created + 1));
        assertThat(machine.held(create(Q2, "web"))).isTrue();

        assertThat(machine.held(new Operation.DeleteQuery(Q1))).isTrue();
        assertThat(has(Q1)).isFalse();
        assertThat(machine.held(create(Q1, "db"))).isTrue();
    }

    @Test
    void whatIsNotThereIsNeitherChangedNorDeleted() {
        var sentence = "Cannot modify non-existent prepared query: '" + Q1 + "'";
        assertThat(machine.refused(new Operation.KeepQuery(query(Q1, "a", false, ""), false)))
                .isEqualTo(sentence);
        assertThat(machine.refused(new Operation.DeleteQuery(Q1))).isEqualTo(sentence);
        assertThat(machine.state.index()).isZero();
    }

    @Test
    void aNameIsOneQuerysAlone() {
        machine.held(create(Q1, "web"));
        assertThat(machine.refused(create(Q2, "WEB"))).isEqualTo("name 'WEB' aliases an existing query name");
        assertThat(machine.refused(template(Q2, "Web"))).isEqualTo("name 'Web' aliases an existing query name");
        assertThat(machine.refused(create(Q2, Q1))).isEqualTo("name '" + Q1 + "' aliases an existing query ID");
        assertThat(machine.held(new Operation.KeepQuery(query(Q1, "Web", false, ""), false)))
                .isTrue();
    }

    @Test
    void oneTemplateAloneHasNoName() {
        machine.session(S1, 0, 0);
        assertThat(machine.held(template(Q1, ""))).isTrue();
        assertThat(machine.refused(template(Q2, ""))).isEqualTo("a query template with an empty name already exists");
        assertThat(machine.held(new Operation.KeepQuery(query(Q2, "", false, S1), true)))
                .isTrue();
    }

    @Test
    void goesWithItsSession() {
        machine.session(S1, 0, 0);
        machine.held(new Operation.KeepQuery(query(Q1, "a", false, S1.toUpperCase(java.util.Locale.ROOT)), true));
        machine.held(create(Q2, "b"));
        machine.destroy(S1);
        assertThat(has(Q1)).isFalse();
        assertThat(has(Q2)).isTrue();
        assertThat(machine.held(create(Q1, "a"))).isTrue();
    }

    @Test
    void oneThatWasFreedOfItsSessionOutlivesIt() {
        machine.session(S1, 0, 0);
        machine.held(new Operation.KeepQuery(query(Q1, "a", false, S1), true));
        machine.held(new Operation.KeepQuery(query(Q1, "a", false, ""), false));
        machine.destroy(S1);
        assertThat(has(Q1)).isTrue();
    }

    @Test
    void itsSessionMustBeThere() {
        assertThat(machine.refused(new Operation.KeepQuery(query(Q1, "a", false, S1), true)))
                .isEqualTo("invalid session \"" + S1 + "\"");
        assertThat(machine.refused(new Operation.KeepQuery(query(Q1, "a", false, "x"), true)))
                .isEqualTo("invalid session: index error: UUID must be 36 characters");
    }

    @Test
    void aTransactionThatFailsBringsBackWhatWentWithItsSession() {
        machine.session(S1, 0, 0);
        machine.held(new Operation.KeepQuery(query(Q1, "a", false, S1), true));
        machine.transaction(new Step.DeleteSession(S1), new Step.Get("no such key"));
        assertThat(has(Q1)).isTrue();
    }

    @Test
    void isPartOfASnapshot() {
        machine.session(S1, 0, 0);
        machine.held(new Operation.KeepQuery(query(Q1, "a", false, S1), true));
        machine.held(template(Q2, ""));
        var restored = StatePropertiesTest.restored(machine.state);
        assertThat(restored).isEqualTo(machine.state);
        machine.state = restored;
        machine.destroy(S1);
        assertThat(has(Q1)).isFalse();
    }

    /** Both were written by a version that had no prepared queries. */
    @Test
    void theLogAndTheSnapshotsOfEarlierVersionsAreRead() throws IOException {
        var log =
                "01c0843d0005000004746573740101010831302e302e302e3110046c6f67310000020101062431313131313131312d616161612d"
                        + "303030302d303030302d3030303030303030303030310173026e31010a736572664865616c74680098750752454c454153450000"
                        + "000000000003010101016b0176070000000004010104016c0178002431313131313131312d616161612d303030302d303030302d"
                        + "30303030303030303030303100000501011209726f6c6c6f75742f310103646f6300";
        var snapshot =
                "656e67696e654b3100000019a3ba41620101046c6f673101c0843d04ffffffffffffffffff01c0843d0000000051de61c5b9"
                        + "0202016b0176070202000000c0843d0831302e302e302e31016c0178000303012431313131313131312d616161612d303030302d"
                        + "303030302d30303030303030303030303100c0843d0831302e302e302e31000000497ed676c403012431313131313131312d6161"
                        + "61612d303030302d303030302d3030303030303030303030310173026e31010a736572664865616c74680098750752454c454153"
                        + "4500000101c0843d0000000f9285713f050100047465737404c0843d010501040000003179c567d80802016b0001000203505554"
                        + "c0843d0831302e302e302e31016c000100030741435155495245c0843d0831302e302e302e3100000003b81eb18f0a0100000000"
                        + "0010230dd9d20b0109726f6c6c6f75742f3103646f630400000002543e3da7090109";
        var batch = BatchCodec.decode(ByteString.fromArrayUnsafe(HexFormat.of().parseHex(log)));
        var restored =
                SnapshotReader.read(new ByteArrayInputStream(HexFormat.of().parseHex(snapshot)));
        assertThat(restored).isEqualTo(State.empty().apply(batch).after());
        assertThat(restored.queries().isEmpty()).isTrue();
    }
}
