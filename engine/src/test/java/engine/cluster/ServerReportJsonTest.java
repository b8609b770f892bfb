package engine.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.cluster.ClusterMember.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerReportJsonTest {
    private static final ServerReport REPORT = Reports.seeing(
            Reports.formed(
                    "a", 3, Reports.up("a"), Reports.lost("b", 7), Reports.member("c", -5, Status.WEAKLY_UP, null)),
            "b",
            "c");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsRead() {
        assertThat(ServerReportJson.read(ServerReportJson.write(REPORT))).isEqualTo(REPORT);
        var client = ServerReport.ofClient("dc1", "k \"ü\"", "id-k", "1", "10.0.0.9:8301", REPORT.sees());
        assertThat(ServerReportJson.read(ServerReportJson.write(client))).isEqualTo(client);
    }

    @Test
    void namesOfLaterVersionsArePassedOver() {
        var text = new String(ServerReportJson.write(REPORT), StandardCharsets.UTF_8);
        var later = text.replaceFirst("\\{", "{\"later\":{\"x\":[1,2.5,null]},");
        assertThat(ServerReportJson.read(bytes(later))).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{", "<html>", "{\"datacenter\":1}", "\"x\"", "{\"a\":", "\u0000"})
    void whatIsNoReportIsRefusedWithASentence(String text) {
        assertThatThrownBy(() -> ServerReportJson.read(bytes(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the answer is not the report of an agent: ");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        assertThatThrownBy(() -> ServerReportJson.read(new byte[ServerReportJson.MAX_BYTES + 1]))
                .hasMessageContaining("more than");
        assertThatThrownBy(() -> ServerReportJson.read(bytes("{\"a\":" + "[".repeat(100_000))))
                .hasMessageContaining("not JSON");
        var text = new String(ServerReportJson.write(REPORT), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ServerReportJson.read(
                        bytes(text.replace("\"node\":\"a\"", "\"node\":\"a\\nWARN all is lost\""))))
                .hasMessageContaining("node is too long or has control characters");
        assertThatThrownBy(() -> ServerReportJson.read(bytes(text.replace("\"expect\":3", "\"expect\":1e9"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 500)
    void aReportThatWasDamagedIsReadOrRefusedAndNothingElse(@ForAll Random random) {
        var bytes = ServerReportJson.write(REPORT);
        for (var i = 0; i < 1 + random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        var cut = Arrays.copyOf(bytes, random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length);
        try {
            assertThat(ServerReportJson.read(cut)).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("the answer is not the report of an agent: ");
        }
    }

    @Test
    void theServersOfTheClusterAreKeptOnDisk(@TempDir Path dir) throws IOException {
        var file = new KnownServersFile(dir);
        var known = Reports.known(7, "a", "b");
        assertThat(file.read(false)).isEqualTo(KnownServers.NONE);
        file.write(known, false);
        assertThat(file.read(false)).isEqualTo(known);
        file.write(known, true);
        assertThat(file.read(false)).isEqualTo(KnownServers.NONE);
        assertThat(file.read(true)).isEqualTo(known);
    }

    @Test
    void aDamagedFileIsToldWithItsName(@TempDir Path dir) throws IOException {
        Files.writeString(dir.resolve("servers.json"), "{\"left\":");
        assertThatThrownBy(() -> new KnownServersFile(dir).read(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("servers.json cannot be understood: it is not JSON. Remove it");
    }
}
