package engine.events;

/**
 * A node's word that it has seen an event and decided what to do about it.
 *
 * @param triggers how many triggers it runs for the event
 * @param reason why it runs none (filtered out, no trigger of that name); empty when it runs some
 */
public record Receipt(String eventId, String node, int triggers, String reason) {}
