package engine.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What a server remembers from one round of answers to the next.
 *
 * @param known the servers of its cluster, as kept on disk
 * @param decision what the last round came to
 * @param sees who answered in it
 * @param contradicted in how many rounds up to the last it was {@link Formation#contradicted}
 * @param uid the incarnation of the cluster system in the last round
 * @param status how that stood; empty before it had joined
 */
record Standing(
        KnownServers known,
        Decision decision,
        List<Peer> sees,
        int contradicted,
        long uid,
        Optional<ClusterMember.Status> status) {

    /** At the start of a server. */
    static Standing from(KnownServers known) {
        return new Standing(known, new Decision.Stay(), List.of(), 0, 0, Optional.empty());
    }

    /** What is answered about this server. */
    ServerReport report(Self self) {
        var awaits = switch (decision) {
            case Decision.Wait wait -> wait.awaits();
            case Decision.Join join -> join.awaits();
            case Decision.FormAlone _ -> self.id();
            case Decision.Restart _, Decision.Stay _, Decision.Refused _ -> "";
        };
        return self.report(self.formed() ? "" : awaits, known, sees);
    }

    /**
     * After one more round.
     *
     * @param answers what other agents answered
     * @param regular false for one that was made out of turn, too soon to see whether a state of things persists
     * @param patient as in {@link Formation#decide}
     */
    Standing after(Self self, List<ServerReport> answers, boolean regular, boolean patient) {
        var now = status(self);
        var before = uid == self.uid() && status.equals(now) ? contradicted : 0;
        var kept = self.formed() ? known.in(report(self), fellows(self, answers)) : known;
        var seen = answers.stream()
                .filter(answer -> answer.server() && answer.datacenter().equals(self.datacenter()))
                .filter(answer -> !answer.id().equals(self.id()))
                .map(ServerReport::peer)
                .distinct()
                .toList();
        var me = new Standing(kept, decision, seen, before, self.uid(), now).report(self);
        var decided = Formation.decide(me, answers, before, patient);
        var count = regular && Formation.contradicted(me, answers) ? before + 1 : regular ? 0 : before;
        return new Standing(kept, decided, seen, count, self.uid(), now);
    }

    Standing forgetting(String id) {
        return new Standing(known.without(id), decision, sees, contradicted, uid, status);
    }

    private static Optional<ClusterMember.Status> status(Self self) {
        return self.members().stream()
                .filter(member -> member.address().equals(self.address()) && member.uid() == self.uid())
                .map(ClusterMember::status)
                .findFirst();
    }

    private List<ServerReport> fellows(Self self, List<ServerReport> answers) {
        var me = report(self);
        return answers.stream()
                .filter(answer -> answer.server() && answer.formed())
                .filter(answer -> answer.datacenter().equals(self.datacenter()) && answer.mutual(me))
                .toList();
    }

    /** Whether nothing asks for attention: every known server is a member within reach, and nobody else is about. */
    static boolean atRest(ServerReport me, List<ServerReport> answers) {
        return me.formed()
                && me.members().stream().allMatch(ClusterMember::reachable)
                && me.known().ids().stream()
                        .allMatch(id -> me.members().stream()
                                .anyMatch(member -> member.id().equals(id) && member.settled()))
                && answers.stream()
                        .filter(answer -> answer.server() && answer.datacenter().equals(me.datacenter()))
                        .filter(answer -> !answer.id().equals(me.id()))
                        .allMatch(answer -> answer.formed() && answer.mutual(me));
    }
}
