package engine.cluster;

import java.util.List;

/** What {@link Forming} has done to the cluster system. It is called from an actor and must not block. */
public interface ClusterControl {

    /** Makes this server the first member of a new cluster. */
    void joinSelf();

    /** Joins the cluster of one of {@code addresses}, host and port each; told again when it has not come to pass for a while. */
    void join(List<String> addresses);

    /** Stops the cluster system, starts a new one, and has that join one of {@code addresses}. */
    void restart(List<String> addresses, String why);

    /** Marks these members as down. */
    void down(List<ClusterMember> members);

    /** Has the connections to other servers made anew: one of them answers, and yet cannot be reached as a member. */
    void reconnect();

    /** This server must not join; the same sentence is told once, and the search goes on. */
    void refused(String sentence);

    /** No address of {@code retry-join} has answered in {@code retry-max} attempts. */
    void gaveUp(String sentence);
}
