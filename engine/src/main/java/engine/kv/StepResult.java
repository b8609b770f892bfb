package engine.kv;

/**
 * What a step of a transaction gives. {@code get-tree} gives as many as there are keys, deletions and {@code
 * check-not-exists} none.
 *
 * @param step its number in the transaction, from 0
 * @param entry with its value for the verbs that get; else without
 */
public record StepResult(int step, String key, Entry entry) {}
