package engine.cli;

import java.time.Duration;
import java.util.List;

/**
 * A place in a semaphore, as Consul's clients take it: each contender has a key of its own that goes with its session, and
 * {@code .lock} names those that have a place.
 */
final class SemaphoreClaim implements Claim {
    /** 0xe0f69a2baa414de0 */
    static final String FLAGS = "16210313421097356768";

    private final Api api;
    private final String datacenter;
    private final String prefix;
    private final String key;
    private final int limit;
    private final LongPoll free;
    private final LongPoll mine;

    /**
     * @param datacenter empty for the agent's own
     * @param limit number of places
     */
    SemaphoreClaim(Api api, String datacenter, String prefix, int limit) {
        this.api = api;
        this.datacenter = datacenter;
        this.prefix = prefix;
        this.key = LockPath.below(prefix, LockPath.KEY);
        this.limit = limit;
        this.free = new LongPoll(api, this::all, LongPoll.Order.RESTARTING);
        this.mine = new LongPoll(api, () -> all().with("consistent"), LongPoll.Order.RESTARTING);
    }

    private Target one(String name) {
        return Target.of("/v1/kv/").path(name).with("dc", datacenter);
    }

    private Target all() {
        return one(prefix + "/").with("recurse");
    }

    @Override
    public String what() {
        return "a place of the " + limit + " in the semaphore '" + Table.safe(prefix) + "'";
    }

    @Override
    public String behavior() {
        return "delete";
    }

    @Override
    public Duration margin() {
        return ChildProcess.GRACE;
    }

    @Override
    public void enter(String session) {
        var mark = one(LockPath.below(prefix, session)).with("acquire", session).with("flags", FLAGS);
        if (!api.put(mark, "").equals("true")) {
            throw new Failure("the session cannot enter the semaphore '" + Table.safe(prefix) + "'.");
        }
    }

    @Override
    public Outcome attempt(String session, Duration wait) {
        while (true) {
            var reply = free.ask(wait);
            var state = state(reply);
            free.seen(reply);
            if (state.full() && !state.holders().contains(session)) {
                return Outcome.TAKEN;
            }
            if (state.holders().contains(session) || write(state.with(session))) {
                return Outcome.HELD;
            }
            free.from(""); // another one was quicker: look again at once
        }
    }

    @Override
    public boolean held(String session, Duration wait) {
        var reply = mine.ask(wait);
        var state = state(reply);
        mine.seen(reply);
        return state.holders().contains(session);
    }

    @Override
    public void release(String session) {
        while (true) {
            var state = present();
            if (!state.holders().contains(session) || write(state.without(session))) {
                break;
            }
        }
        api.delete(one(LockPath.below(prefix, session)));
    }

    @Override
    public void tidy() {
        var state = present();
        if (!state.modifyIndex().equals("0") && state.holders().isEmpty()) {
            api.delete(one(key).with("cas", state.modifyIndex()));
        }
    }

    private boolean write(SemaphoreState state) {
        var target = one(key).with("cas", state.modifyIndex()).with("flags", FLAGS);
        return api.put(target, state.json()).equals("true");
    }

    private SemaphoreState present() {
        return state(api.getReply(all()));
    }

    private SemaphoreState state(Reply reply) {
        List<Fields> entries = reply.status() == 404
                ? List.of()
                : Fields.list(Json.parse(api.expectOk(reply).text()));
        return SemaphoreState.of(entries, key, limit);
    }
}
