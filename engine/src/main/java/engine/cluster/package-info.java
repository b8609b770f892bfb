/**
 * The servers of a datacenter as one cluster: how it forms, who belongs to it, and how what one writes reaches the others.
 * {@link engine.cluster.Forming} asks the servers that it knows of how they stand; {@link engine.cluster.ServerReport} is what
 * they answer, and what follows from it is decided by pure types and done by a {@link engine.cluster.ClusterControl}.
 */
@NullMarked
package engine.cluster;

import org.jspecify.annotations.NullMarked;
