package engine.kv;

/**
 * Why a step of a transaction failed.
 *
 * @param step its number in the transaction, from 0
 * @param what in Consul's words
 */
public record StepError(int step, String what) {}
