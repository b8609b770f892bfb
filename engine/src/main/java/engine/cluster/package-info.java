/** The servers of a datacenter as one cluster: how it forms, who belongs to it, and how what one writes reaches the others. */
@org.jspecify.annotations.NullMarked
package engine.cluster;
