package engine.cluster;

import engine.cluster.ClusterView.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is worth a line in the log when the cluster looks otherwise than before. */
final class ViewLog {
    private ViewLog() {}

    /** Sentences about other servers, in order of their addresses. */
    static List<String> news(ClusterView before, ClusterView after) {
        var known = byIncarnation(before);
        var now = byIncarnation(after);
        var news = new ArrayList<String>();
        for (var member : after.members()) {
            var earlier = known.get(member.uid());
            if (member.address().equals(after.self()) || !member.takesPart()) {
                continue;
            }
            if (earlier == null || !earlier.takesPart()) {
                news.add(server(member) + " is part of the cluster");
            } else if (earlier.reached() && !member.reached()) {
                news.add(server(member) + " cannot be reached");
            } else if (!earlier.reached() && member.reached()) {
                news.add(server(member) + " is reached again");
            }
        }
        for (var member : before.members()) {
            if (!member.address().equals(before.self()) && member.takesPart() && !now.containsKey(member.uid())) {
                news.add(server(member) + " is no longer part of the cluster");
            }
        }
        return news;
    }

    private static Map<Long, Member> byIncarnation(ClusterView view) {
        return view.members().stream().collect(Collectors.toMap(Member::uid, Function.identity(), (one, _) -> one));
    }

    private static String server(Member member) {
        return "server " + member.name() + " at " + member.address();
    }
}
