/**
 * How servers become one cluster and stay one: {@link engine.cluster.Forming} asks the servers it knows of how they stand,
 * {@link engine.cluster.Formation} decides whether to form a cluster, to join one or to start anew, and
 * {@link engine.cluster.Downing} which unreachable servers are given up. Decisions are pure; what is decided is done by a
 * {@link engine.cluster.ClusterControl}.
 */
@NullMarked
package engine.cluster;

import org.jspecify.annotations.NullMarked;
