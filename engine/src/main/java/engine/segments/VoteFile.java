package engine.segments;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import engine.durable.Disk;
import engine.durable.DurabilityException;
import engine.durable.FileDisk;
import engine.durable.SafeFile;
import engine.durable.Uninterrupted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The term of this voter and whom it voted for in it: a file that is replaced as a whole, and on disk before anybody hears of the
 * vote. JRaft does not look at what the setters return, so one that fails throws: the vote is then not sent.
 */
final class VoteFile implements RaftMetaStorage {
    static final String NAME = "vote";

    private static final Pattern FORM =
            Pattern.compile("(term ([0-9]{1,18})\nvote ([!-~]{1,512})\n)crc32c ([0-9a-f]{8})\n");
    private static final String NOBODY = "none";

    /** Makes the directory of the file ready. */
    @FunctionalInterface
    interface Opening {
        Disk open() throws IOException;
    }

    private final Damage damage;
    private final String place;
    private final Opening opening;
    private final BooleanSupplier expected;
    private final Consumer<String> fatal;
    private @Nullable Disk disk;
    private @Nullable NodeImpl node;
    private boolean failed;
    private long term;
    private PeerId vote = PeerId.emptyPeer();

    /**
     * @param dir made when it is missing
     * @param home directory of all that the voter keeps: to be removed as a whole when a part is lost
     * @param expected whether this voter has a log: it then has voted, and must not forget it
     * @param fatal ends the process: the sentence that it is told says why the vote cannot be read or kept
     */
    VoteFile(Path dir, Path home, BooleanSupplier expected, Consumer<String> fatal) {
        this(
                new Damage(dir.toString(), home.toString()),
                () -> {
                    FileDisk.make(dir);
                    return FileDisk.shared(dir);
                },
                expected,
                fatal);
    }

    VoteFile(Damage damage, Opening opening, BooleanSupplier expected, Consumer<String> fatal) {
        this.damage = damage;
        this.place = damage.place();
        this.opening = opening;
        this.expected = expected;
        this.fatal = fatal;
    }

    /** False when the vote cannot be used; why has been told. */
    @Override
    public boolean init(RaftMetaStorageOptions options) {
        node = options.getNode();
        try {
            var opened = opening.open();
            load(opened);
            disk = opened;
            return true;
        } catch (DurabilityException e) {
            fatal.accept(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fatal.accept("%s: %s (%s). The data directory must be readable and writable."
                    .formatted(place, e.getMessage(), e.getClass().getSimpleName()));
        }
        return false;
    }

    private void load(Disk from) throws IOException {
        if (!from.files().contains(NAME)) {
            if (expected.getAsBoolean()) {
                throw damage.of(NAME, "the file is missing");
            }
            return;
        }
        try (var in = from.read(NAME)) {
            var parts = FORM.matcher(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            var peer = PeerId.emptyPeer();
            if (!parts.matches()
                    || !parts.group(4).equals(crc(parts.group(1)))
                    || (!parts.group(3).equals(NOBODY) && !peer.parse(parts.group(3)))) {
                throw damage.at(NAME, 0, "this is no vote");
            }
            term = Long.parseLong(parts.group(2));
            vote = peer;
        }
    }

    @Override
    public void shutdown() {
        disk = null;
    }

    @Override
    public boolean setTerm(long newTerm) {
        return setTermAndVotedFor(newTerm, vote);
    }

    @Override
    public long getTerm() {
        return term;
    }

    @Override
    public boolean setVotedFor(PeerId peer) {
        return setTermAndVotedFor(term, peer);
    }

    @Override
    public PeerId getVotedFor() {
        return vote;
    }

    /** True, once it is on disk. */
    @Override
    public boolean setTermAndVotedFor(long newTerm, PeerId peer) {
        if (failed || disk == null) {
            throw new UncheckedIOException(new IOException("the vote in " + place + " cannot be changed any more"));
        }
        var to = disk;
        var bytes = text(newTerm, peer).getBytes(StandardCharsets.ISO_8859_1);
        failed = true;
        try {
            Uninterrupted.run(() -> SafeFile.write(to, NAME, out -> out.write(bytes)));
        } catch (IOException e) {
            fail(e);
            throw new UncheckedIOException(e);
        }
        failed = false;
        term = newTerm;
        vote = peer;
        return true;
    }

    private void fail(IOException e) {
        fatal.accept(
                ("%s/%s: the vote cannot be kept: %s. No vote is given and the agent ends. Free space on the disk or mend it,"
                                + " then start the agent again.")
                        .formatted(place, NAME, e.getMessage()));
        if (node != null) {
            node.onError(new RaftException(ErrorType.ERROR_TYPE_META, RaftError.EIO, "the vote cannot be kept"));
        }
    }

    private static String text(long term, PeerId peer) {
        var lines = "term " + term + "\nvote " + (peer.isEmpty() ? NOBODY : peer) + "\n";
        return lines + "crc32c " + crc(lines) + "\n";
    }

    private static String crc(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
