package engine.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import engine.durable.MemoryDisk;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteFileTest {
    private static final PeerId A = new PeerId("3c5f0f5e-a", 0);
    private static final PeerId B = new PeerId("9d1b7a42-b", 0);
    private final List<String> told = new ArrayList<>();

    private VoteFile of(MemoryDisk disk, boolean expected) {
        return new VoteFile(new Damage("memory", "home"), () -> disk, () -> expected, told::add);
    }

    private VoteFile open(MemoryDisk disk) {
        var vote = of(disk, false);
        assertThat(vote.init(new RaftMetaStorageOptions())).as("%s", told).isTrue();
        return vote;
    }

    @Test
    void aNewVoterHasTerm0AndVotedForNobody() {
        var vote = open(new MemoryDisk(new Random(1)));
        assertThat(vote.getTerm()).isZero();
        assertThat(vote.getVotedFor()).isEqualTo(PeerId.emptyPeer());
    }

    @Test
    void termAndVoteComeBackAfterALossOfPower() {
        var disk = new MemoryDisk(new Random(1));
        assertThat(open(disk).setTermAndVotedFor(7, A)).isTrue();
        disk.losePower();
        assertThat(open(disk).getTerm()).isEqualTo(7);
        assertThat(open(disk).getVotedFor()).isEqualTo(A);
        var vote = open(disk);
        assertThat(vote.setTerm(8)).isTrue();
        assertThat(vote.setVotedFor(B)).isTrue();
        disk.losePower();
        assertThat(open(disk).getTerm()).isEqualTo(8);
        assertThat(open(disk).getVotedFor()).isEqualTo(B);
        assertThat(open(disk).setTermAndVotedFor(9, PeerId.emptyPeer())).isTrue();
        disk.losePower();
        assertThat(open(disk).getVotedFor()).isEqualTo(PeerId.emptyPeer());
    }

    @Test
    void whateverFailsTheVoteIsTheOldOrTheNewOneAndTheNewOneOnceItWasGiven() {
        for (var operations = 0; operations < 12; operations++) {
            for (var seed = 0; seed < 30; seed++) {
                var disk = new MemoryDisk(new Random(seed));
                var vote = open(disk);
                vote.setTermAndVotedFor(7, A);
                told.clear();
                disk.failAfter(operations);
                var given = true;
                try {
                    vote.setTermAndVotedFor(8, B);
                } catch (UncheckedIOException _) {
                    given = false;
                }
                assertThat(told).hasSize(given ? 0 : 1);
                disk.losePower();
                var found = open(disk);
                if (given || found.getTerm() == 8) {
                    assertThat(found.getTerm()).isEqualTo(8);
                    assertThat(found.getVotedFor()).isEqualTo(B);
                } else {
                    assertThat(found.getTerm()).isEqualTo(7);
                    assertThat(found.getVotedFor()).isEqualTo(A);
                }
            }
        }
    }

    @Test
    void aVoteThatCannotBeKeptIsNotGivenAndNoneIsAfterwards() {
        var disk = new MemoryDisk(new Random(1));
        var vote = open(disk);
        vote.setTermAndVotedFor(7, A);
        disk.failForces(true);
        assertThatThrownBy(() -> vote.setTermAndVotedFor(8, B)).isInstanceOf(UncheckedIOException.class);
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).startsWith("memory/vote: the vote cannot be kept: Input/output error.");
        disk.failForces(false);
        assertThatThrownBy(() -> vote.setVotedFor(B)).isInstanceOf(UncheckedIOException.class);
        assertThat(vote.getTerm()).isEqualTo(7);
        assertThat(vote.getVotedFor()).isEqualTo(A);
        assertThat(told).hasSize(1);
    }

    @Test
    void aVoteWithAnyByteChangedOrMissingIsRefused() {
        var disk = new MemoryDisk(new Random(1));
        open(disk).setTermAndVotedFor(7, A);
        var whole = disk.bytes(VoteFile.NAME);
        assertThat(new String(whole, StandardCharsets.UTF_8)).startsWith("term 7\nvote 3c5f0f5e-a:0\ncrc32c ");
        for (var at = 0; at < whole.length; at++) {
            var changed = whole.clone();
            changed[at] ^= 1;
            disk.replace(VoteFile.NAME, changed);
            refused(disk);
            disk.replace(VoteFile.NAME, Arrays.copyOf(whole, at));
            refused(disk);
        }
    }

    private void refused(MemoryDisk disk) {
        told.clear();
        assertThat(of(disk, false).init(new RaftMetaStorageOptions())).isFalse();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).startsWith("memory/vote: damaged at byte 0: this is no vote. ");
    }

    @Test
    void aVoterThatHasALogMustHaveItsVote() {
        var disk = new MemoryDisk(new Random(1));
        assertThat(of(disk, true).init(new RaftMetaStorageOptions())).isFalse();
        assertThat(told.getFirst()).startsWith("memory/vote: the file is missing. ");
        open(disk).setTerm(1);
        assertThat(of(disk, true).init(new RaftMetaStorageOptions())).isTrue();
    }

    @Test
    void anInterruptDoesNotKeepAVoteFromTheDisk(@TempDir Path dir) throws Exception {
        var vote = new VoteFile(dir.resolve("made"), dir, () -> false, told::add);
        assertThat(vote.init(new RaftMetaStorageOptions())).isTrue();
        Thread.currentThread().interrupt();
        assertThat(vote.setTermAndVotedFor(7, A)).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).isEmpty();
        assertThat(Files.readString(dir.resolve("made/vote"))).startsWith("term 7\n");
    }
}
