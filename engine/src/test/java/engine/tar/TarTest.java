package engine.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TarTest {

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var tar = new ByteArrayOutputStream();
        var contents = "hello".getBytes(StandardCharsets.US_ASCII);
        tar.writeBytes(Tar.header(new Tar.Entry("a/b.txt", contents.length, 1_700_000_000)));
        tar.writeBytes(contents);
        tar.writeBytes(Tar.padding(contents.length));
        tar.writeBytes(Tar.end());
        assertThat(tar.size()).isEqualTo(4 * Tar.BLOCK);

        var in = new ByteArrayInputStream(tar.toByteArray());
        assertThat(Tar.next(in)).contains(new Tar.Entry("a/b.txt", 5, 1_700_000_000));
        assertThat(in.readNBytes(5)).isEqualTo(contents);
        in.skipNBytes(Tar.padding(5).length);
        assertThat(Tar.next(in)).isEmpty();
    }

    @Test
    void sizesThatAreNoneAreRefusedThoughTheChecksumHolds() {
        for (var size : new String[] {"-0000000007\0", "xxxxxxxxxxx\0", "777777777777"}) {
            assertThatThrownBy(() -> Tar.next(new ByteArrayInputStream(withSize(size))))
                    .as(size)
                    .isInstanceOf(IOException.class)
                    .hasMessage("a number in a header is none");
        }
    }

    private static byte[] withSize(String size) {
        var header = Tar.header(new Tar.Entry("a", 0, 0));
        var before = 11 * '0';
        var after = size.chars().sum();
        System.arraycopy(size.getBytes(StandardCharsets.US_ASCII), 0, header, 124, 12);
        var sum = Integer.parseInt(new String(header, 148, 6, StandardCharsets.US_ASCII), 8) - before + after;
        System.arraycopy("%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, header, 148, 6);
        return header;
    }

    @Test
    void anythingElseIsNoArchive() {
        assertThatThrownBy(() -> Tar.next(new ByteArrayInputStream(new byte[10])))
                .isInstanceOf(EOFException.class);
        var damaged = Tar.header(new Tar.Entry("a", 0, 0));
        damaged[0] = 'b';
        assertThatThrownBy(() -> Tar.next(new ByteArrayInputStream(damaged)))
                .hasMessage("the checksum of a header does not hold");
        assertThatThrownBy(() -> new Tar.Entry("x".repeat(101), 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tar.Entry("x", 1L << 33, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
