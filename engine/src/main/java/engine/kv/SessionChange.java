package engine.kv;

/**
 * A session that came or ended.
 *
 * @param ended whether it ended; {@code session} is then as it last was
 * @param reason why it ended; empty when it came
 */
public record SessionChange(Session session, boolean ended, long index, String reason) {}
