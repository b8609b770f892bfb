package engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Serf's handlers are told of other agents. */
final class SerfMembersTest {

    private static SerfMembers.Member member(String name, boolean alive, Map<String, String> tags) {
        return new SerfMembers.Member(name, "10.0.0.1", tags, alive);
    }

    private static SerfMembers of(SerfMembers.Member... members) {
        var all = new TreeMap<String, SerfMembers.Member>();
        for (var member : members) {
            all.put(member.name(), member);
        }
        return new SerfMembers(all);
    }

    private static SerfMembers.Member web(boolean alive) {
        return member("web1", alive, Map.of());
    }

    @Test
    void linesAreThoseOfSerf() {
        var member = member("we\tb", true, Map.of("role", "web", "zone", "eu\n1"));

        assertThat(member.line()).isEqualTo("we\\tb\t10.0.0.1\tweb\trole=web,zone=eu\\n1\n");
    }

    @Test
    void whoComesGoesFailsAndIsBackIsToldAsSerfDoes() {
        var line = web(true).line();

        assertThat(of(web(true)).since(of())).isEqualTo(Map.of("member-join", line));
        assertThat(of(web(false)).since(of(web(true)))).isEqualTo(Map.of("member-failed", line));
        assertThat(of(web(true)).since(of(web(false)))).isEqualTo(Map.of("member-join", line));
        assertThat(of().since(of(web(true)))).isEqualTo(Map.of("member-leave", line));
        assertThat(of().since(of(web(false)))).isEqualTo(Map.of("member-reap", line));
        assertThat(of(web(true)).since(of(web(true)))).isEmpty();
    }

    @Test
    void otherTagsAreAnUpdate() {
        var tagged = member("web1", true, Map.of("a", "b"));

        assertThat(of(tagged).since(of(web(true)))).isEqualTo(Map.of("member-update", tagged.line()));
    }

    @Test
    void thoseOfOneMomentAreToldTogether() {
        var other = member("web2", true, Map.of());

        assertThat(of(web(true), other).since(of()))
                .isEqualTo(Map.of("member-join", web(true).line() + other.line()));
    }

    @Test
    void membersAreTheNodesWithAnAgent() {
        var checks = "[{\"Node\":\"web1\",\"Status\":\"passing\"},{\"Node\":\"web2\",\"Status\":\"critical\"}]";
        var nodes =
                "[{\"Node\":\"db\",\"Address\":\"10.0.0.9\",\"Meta\":null},{\"Node\":\"web1\",\"Address\":\"10.0.0.1\",\"Meta\":null},"
                        + "{\"Node\":\"web2\",\"Address\":\"10.0.0.1\",\"Meta\":{\"a.b\":\"c\",\"consul-network-segment\":\"\"}}]";

        assertThat(MemberHandlers.members(checks, nodes))
                .isEqualTo(of(web(true), member("web2", false, Map.of("a.b", "c"))));
    }
}
