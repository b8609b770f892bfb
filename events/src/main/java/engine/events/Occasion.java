package engine.events;

/** For what, where and by whom something is done. */
record Occasion(Event event, String node, String trigger) {}
