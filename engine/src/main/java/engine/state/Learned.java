package engine.state;

/**
 * What a replica's bucket has become, once it is as durable as it gets here.
 *
 * @param bucket name of the bucket
 * @param state all that it holds
 * @param changes by what that differs from what was told before
 */
public record Learned(String bucket, Bucket state, Changes changes) {}
