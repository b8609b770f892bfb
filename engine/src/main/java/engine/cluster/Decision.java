package engine.cluster;

import java.util.List;

/** What a server is to do about its place in a cluster. */
public sealed interface Decision {

    /**
     * Nothing can be done yet.
     *
     * @param awaits id of the server that it would have form the cluster; empty for none
     * @param why how many servers were found, for the log
     */
    record Wait(String awaits, String why) implements Decision {}

    /** Become the first member of a new cluster. */
    record FormAlone() implements Decision {}

    /**
     * Join a cluster that is there.
     *
     * @param awaits id of the server that lets it in
     * @param addresses cluster systems of its members, the best first; never this server's own
     */
    record Join(String awaits, List<String> addresses) implements Decision {}

    /** Leave the cluster that this server believes to be in: stop the cluster system, and join with a new one. */
    record Restart(List<String> thenJoin, String why) implements Decision {}

    /** All is as it should be, or nothing can be done about it. */
    record Stay() implements Decision {}

    /** This server must not be in the cluster: a name or an id that another one has, or another datacenter. */
    record Refused(String sentence) implements Decision {}
}
