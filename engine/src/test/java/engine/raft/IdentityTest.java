package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
    @TempDir
    private Path directory;

    @Test
    void itIsTheSameAfterARestartAndAnotherAfterTheDiskWasWiped() throws IOException {
        var first = Identity.of(directory, "n");
        first.toFound();
        first.make();
        var again = Identity.of(directory, "n");
        assertThat(again.self()).isEqualTo(first.self());
        assertThat(again.log()).isEqualTo(first.log()).isNotEmpty();
        assertThat(again.founder()).isTrue();
        again.founded();
        assertThat(Identity.of(directory, "n").founder()).isFalse();
        Files.delete(directory.resolve("voter"));
        assertThat(Identity.of(directory, "n").self()).isNotEqualTo(first.self());
    }

    @Test
    void whoHasALogFoundsNone() throws IOException {
        var identity = Identity.of(directory, "n");
        identity.adopt("log");
        identity.toFound();
        assertThat(identity.founder()).isFalse();
    }

    @Test
    void theLogOfAnotherNodeAndAFileThatIsNoneAreRefusedWithASentence() throws IOException {
        Identity.of(directory, "n");
        assertThatThrownBy(() -> Identity.of(directory, "m")).hasMessageContaining("belongs to node n, not to m");
        Files.writeString(directory.resolve("voter"), "nonsense\n");
        assertThatThrownBy(() -> Identity.of(directory, "n")).hasMessageContaining("not the id of a voter");
    }

    @Test
    void onlyWhatIsKnownNotToBeInTheLogIsRefused() {
        assertThat(Proposal.fate(Status.OK())).isEqualTo(Fate.COMMITTED);
        assertThat(Proposal.fate(new Status(RaftError.EPERM, "Is not leader."))).isEqualTo(Fate.REFUSED);
        assertThat(Proposal.fate(new Status(RaftError.EBUSY, "the queue is full")))
                .isEqualTo(Fate.REFUSED);
        assertThat(Proposal.fate(new Status(RaftError.EPERM, "Leader stepped down")))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(Proposal.fate(new Status(RaftError.EIO, "disk"))).isEqualTo(Fate.UNKNOWN);
    }
}
