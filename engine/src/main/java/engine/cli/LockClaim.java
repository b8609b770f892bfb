package engine.cli;

import java.time.Duration;

/** A key's lock, as Consul's clients take it: marked by flags that nothing else has. */
final class LockClaim implements Claim {
    /** 0x2ddccbc058a50c18 */
    static final String FLAGS = "3304740253564472344";

    private final Api api;
    private final String datacenter;
    private final String key;
    private final LongPoll free;
    private final LongPoll mine;

    /** @param datacenter empty for the agent's own */
    LockClaim(Api api, String datacenter, String prefix) {
        this.api = api;
        this.datacenter = datacenter;
        this.key = LockPath.below(prefix, LockPath.KEY);
        this.free = new LongPoll(api, this::target, LongPoll.Order.RESTARTING);
        this.mine = new LongPoll(api, () -> target().with("consistent"), LongPoll.Order.RESTARTING);
    }

    private Target target() {
        return Target.of("/v1/kv/").path(key).with("dc", datacenter);
    }

    @Override
    public String what() {
        return "the lock '" + Table.safe(key) + "'";
    }

    @Override
    public String behavior() {
        return "release";
    }

    @Override
    public Duration margin() {
        return Duration.ZERO;
    }

    @Override
    public void enter(String session) {
        // its key is all there is
    }

    @Override
    public Outcome attempt(String session, Duration wait) {
        var reply = orNothing(free.ask(wait));
        free.seen(reply);
        var entry = KvKeys.entry(reply);
        if (entry != null) {
            checkFlags(entry);
            var holder = entry.text("Session");
            if (!holder.isEmpty()) {
                // It may be ours: taken by a request whose answer was lost.
                return holder.equals(session) ? Outcome.HELD : Outcome.TAKEN;
            }
        }
        var answer = api.put(target().with("acquire", session).with("flags", FLAGS), "");
        if (answer.equals("true")) {
            return Outcome.HELD;
        }
        free.from("");
        return Outcome.DELAYED;
    }

    @Override
    public boolean held(String session, Duration wait) {
        var reply = orNothing(mine.ask(wait));
        mine.seen(reply);
        var entry = KvKeys.entry(reply);
        return entry != null && entry.text("Session").equals(session);
    }

    @Override
    public void release(String session) {
        api.put(target().with("release", session).with("flags", FLAGS), "");
    }

    @Override
    public void tidy() {
        var entry = KvKeys.entry(api.find(target()));
        if (entry != null
                && entry.text("Session").isEmpty()
                && entry.text("Flags").equals(FLAGS)) {
            api.delete(target().with("cas", entry.text("ModifyIndex")));
        }
    }

    private void checkFlags(Fields entry) {
        if (!entry.text("Flags").equals(FLAGS)) {
            throw new Failure("the key '" + Table.safe(key) + "' is there already, and is no lock: "
                    + (entry.text("Flags").equals(SemaphoreClaim.FLAGS)
                            ? "a semaphore (-n) uses it."
                            : "name another."));
        }
    }

    private Reply orNothing(Reply reply) {
        return reply.status() == 404 ? reply : api.expectOk(reply);
    }
}
