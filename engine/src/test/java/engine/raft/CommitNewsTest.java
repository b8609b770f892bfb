package engine.raft;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import engine.raft.CommitNews.Commit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitNewsTest {
    private final List<String> told = new ArrayList<>();
    private final CommitNews news = new CommitNews((follower, commit) -> told.add(follower + " " + commit.index()));

    private static AppendEntriesRequest append(long term, long before, int count, long committed) {
        var request = AppendEntriesRequest.newBuilder()
                .setGroupId("g")
                .setServerId("s")
                .setPeerId("p")
                .setTerm(term)
                .setPrevLogIndex(before)
                .setPrevLogTerm(term)
                .setCommittedIndex(committed);
        for (var i = 0; i < count; i++) {
            request.addEntries(EntryMeta.newBuilder()
                    .setTerm(term)
                    .setType(EntryType.ENTRY_TYPE_DATA)
                    .setDataLen(0));
        }
        return request.build();
    }

    @Test
    void theFollowerThatAnsweredIsToldAtOnceTheOtherWhenItAnswers() {
        var request = append(1, 5, 2, 5);
        news.sent("f", request);
        news.sent("g", request);
        news.returned("f", request, true);
        assertThat(told).isEmpty();
        news.committed(new Commit(1, 7, 1));
        assertThat(told).containsExactly("f 7");
        news.returned("g", request, true);
        assertThat(told).containsExactly("f 7", "g 7");
        assertThat(news.acknowledged("g")).isEqualTo(7);
    }

    @Test
    void nothingIsToldWhereEntriesAreUnderWayThatCarryItOrWillBeFollowedByOthers() {
        news.sent("f", append(1, 5, 1, 5));
        news.sent("f", append(1, 6, 1, 5));
        news.returned("f", append(1, 5, 1, 5), true);
        news.committed(new Commit(1, 6, 1));
        assertThat(told).isEmpty();
        news.sent("f", append(1, 7, 1, 6));
        news.returned("f", append(1, 6, 1, 5), true);
        news.returned("f", append(1, 7, 1, 6), true);
        assertThat(told).isEmpty();
    }

    @Test
    void aFollowerThatHasNotAnsweredIsToldNothing() {
        var request = append(1, 5, 1, 5);
        news.sent("f", request);
        news.returned("f", request, false);
        news.committed(new Commit(1, 6, 1));
        assertThat(told).isEmpty();
    }

    @Test
    void anotherTermForgetsWhatWasKnownOfTheOneBefore() {
        var old = append(1, 5, 1, 5);
        news.sent("f", old);
        news.sent("g", append(2, 6, 1, 5));
        news.returned("f", old, true);
        news.committed(new Commit(1, 6, 1));
        assertThat(told).isEmpty();
        assertThat(news.acknowledged("f")).isZero();
    }
}
