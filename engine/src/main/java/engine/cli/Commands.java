package engine.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All commands by name. One call makes only the one that it runs. */
final class Commands {
    /** What help and completion show, in their order. */
    static final List<String> NAMES = List.of(
            "agent",
            "demo",
            "validate",
            "event",
            "event list",
            "event purge",
            "runs",
            "query",
            "prepared-query create",
            "prepared-query list",
            "prepared-query show",
            "prepared-query delete",
            "prepared-query execute",
            "trigger apply",
            "trigger list",
            "trigger show",
            "trigger delete",
            "exec",
            "rollout list",
            "rollout show",
            "rollout pause",
            "rollout resume",
            "rollout abort",
            "rollout retry",
            "audit",
            "members",
            "join",
            "leave",
            "force-leave",
            "operator peers",
            "operator remove-peer",
            "operator recover",
            "operator raft list-peers",
            "operator raft remove-peer",
            "operator raft transfer-leader",
            "operator autopilot get-config",
            "operator autopilot set-config",
            "operator autopilot state",
            "operator usage instances",
            "rtt",
            "snapshot save",
            "snapshot restore",
            "snapshot inspect",
            "keygen",
            "info",
            "kv get",
            "kv put",
            "kv delete",
            "kv export",
            "kv import",
            "kv history",
            "kv changes",
            "kv conflicts",
            "lock",
            "session create",
            "session destroy",
            "session info",
            "session list",
            "session renew",
            "watch",
            "catalog nodes",
            "catalog services",
            "catalog datacenters",
            "services register",
            "services deregister",
            "checks",
            "checks run",
            "maint",
            "dns",
            "reload",
            "monitor",
            "log-level",
            "debug",
            "version",
            "completion");

    private Commands() {}

    static @Nullable Command find(String name) {
        return switch (name) {
            case "agent" -> new AgentCommand();
            case "demo" -> new DemoCommand();
            case "validate" -> new ValidateCommand();
            case "event" -> new EventCommand();
            case "event list" -> new EventListCommand();
            case "event purge" -> new EventPurgeCommand();
            case "runs" -> new RunsCommand();
            case "query" -> new QueryCommand();
            case "prepared-query create" -> new PreparedQueryCreateCommand();
            case "prepared-query list" -> new PreparedQueryListCommand();
            case "prepared-query show" -> new PreparedQueryShowCommand();
            case "prepared-query delete" -> new PreparedQueryDeleteCommand();
            case "prepared-query execute" -> new PreparedQueryExecuteCommand();
            case "trigger apply" -> new TriggerApplyCommand();
            case "trigger list" -> new TriggerListCommand();
            case "trigger show" -> new TriggerShowCommand();
            case "trigger delete" -> new TriggerDeleteCommand();
            case "exec" -> new ExecCommand();
            case "rollout list" -> new RolloutListCommand();
            case "rollout show" -> new RolloutShowCommand();
            case "rollout pause" -> RolloutTellCommand.pause();
            case "rollout resume" -> RolloutTellCommand.resume();
            case "rollout abort" -> RolloutTellCommand.abort();
            case "rollout retry" -> RolloutTellCommand.retry();
            case "dns" -> new DnsCommand();
            case "audit" -> new AuditCommand();
            case "members" -> new MembersCommand();
            case "join" -> new JoinCommand();
            case "leave" -> new LeaveCommand();
            case "force-leave" -> new ForceLeaveCommand();
            case "operator peers" -> new OperatorPeersCommand();
            case "operator remove-peer" -> new OperatorRemovePeerCommand();
            case "operator recover" -> new OperatorRecoverCommand();
            case "operator raft list-peers" -> new RaftListPeersCommand();
            case "operator raft remove-peer" -> new RaftRemovePeerCommand();
            case "operator raft transfer-leader" -> new RaftTransferLeaderCommand();
            case "operator autopilot get-config" -> new AutopilotGetCommand();
            case "operator autopilot set-config" -> new AutopilotSetCommand();
            case "operator autopilot state" -> new AutopilotStateCommand();
            case "operator usage instances" -> new UsageInstancesCommand();
            case "rtt" -> new RttCommand();
            case "snapshot save" -> new SnapshotSaveCommand();
            case "snapshot restore" -> new SnapshotRestoreCommand();
            case "snapshot inspect" -> new SnapshotInspectCommand();
            case "keygen" -> new KeygenCommand();
            case "info" -> new InfoCommand();
            case "kv get" -> new KvGetCommand();
            case "kv put" -> new KvPutCommand();
            case "kv delete" -> new KvDeleteCommand();
            case "kv export" -> new KvExportCommand();
            case "kv import" -> new KvImportCommand();
            case "kv history" -> new KvHistoryCommand();
            case "kv changes" -> new KvChangesCommand();
            case "kv conflicts" -> new KvConflictsCommand();
            case "lock" -> new LockCommand();
            case "session create" -> new SessionCreateCommand();
            case "session destroy" -> new SessionDestroyCommand();
            case "session info" -> new SessionInfoCommand();
            case "session list" -> new SessionListCommand();
            case "session renew" -> new SessionRenewCommand();
            case "watch" -> new WatchCommand();
            case "catalog nodes" -> new CatalogNodesCommand();
            case "catalog services" -> new CatalogServicesCommand();
            case "catalog datacenters" -> new CatalogDatacentersCommand();
            case "services register" -> new ServicesRegisterCommand();
            case "services deregister" -> new ServicesDeregisterCommand();
            case "checks" -> new ChecksCommand();
            case "checks run" -> new ChecksRunCommand();
            case "maint" -> new MaintCommand();
            case "reload" -> new ReloadCommand();
            case "monitor" -> new MonitorCommand();
            case "log-level" -> new LogLevelCommand();
            case "debug" -> new DebugCommand();
            case "version" -> new VersionCommand();
            case "completion" -> new CompletionCommand();
            case DemoInstance.NAME -> new DemoInstance();
            case Training.NAME -> new Training();
            default -> null;
        };
    }

    /** What a group of commands is for; null for a word that is none. */
    static @Nullable String group(String name) {
        return switch (name) {
            case "kv" -> "Reads and writes the key-value store.";
            case "prepared-query" -> "Keeps questions about services under names, and asks them.";
            case "trigger" -> "Keeps triggers in the cluster, for all agents that permit them.";
            case "session" -> "Makes, renews and ends sessions, which hold locks.";
            case "catalog" -> "Shows what the cluster knows of nodes and services.";
            case "services" -> "Registers services with the agent.";
            case "rollout" -> "Shows and steers events that go from node to node.";
            case "operator" -> "Repairs a cluster that has lost servers.";
            case "operator raft" -> "Consul's names for what operator peers and remove-peer do, and the leader.";
            case "operator autopilot" -> "What the servers do about each other by themselves, and how they are.";
            case "operator usage" -> "Counts what is registered.";
            case "snapshot" -> "Saves the state of the cluster to a file, and restores it.";
            default -> null;
        };
    }

    static int run(List<String> args, Shell shell) throws IOException {
        var first = args.isEmpty() ? "" : args.getFirst();
        if (first.isEmpty()) {
            shell.err().print(Help.program(shell.colour()));
            return Failure.USAGE;
        }
        if (first.equals("help")) {
            return help(args.subList(1, args.size()), shell);
        }
        if (isHelp(first)) {
            return help(List.of(), shell);
        }
        if (first.equals("-v") || first.equals("-version") || first.equals("--version")) {
            first = "version";
        }
        if (group(first) != null) {
            return runInGroup(first, args.subList(1, args.size()), shell);
        }
        var below = args.size() > 1 ? find(first + " " + args.get(1)) : null;
        if (below != null) {
            return run(below, args.subList(2, args.size()), shell);
        }
        var command = find(first);
        if (command == null) {
            throw unknown(first);
        }
        return run(command, args.subList(1, args.size()), shell);
    }

    private static int runInGroup(String group, List<String> args, Shell shell) throws IOException {
        if (args.isEmpty()) {
            shell.err().print(Help.group(group, shell.colour()));
            return Failure.USAGE;
        }
        if (isHelp(args.getFirst())) {
            return help(List.of(group.split(" ")), shell);
        }
        var name = group + " " + args.getFirst();
        if (group(name) != null) {
            return runInGroup(name, args.subList(1, args.size()), shell);
        }
        var command = find(name);
        if (command == null) {
            throw unknown(name);
        }
        return run(command, args.subList(1, args.size()), shell);
    }

    private static int run(Command command, List<String> args, Shell shell) throws IOException {
        for (var arg : CommandLine.before(command.syntax(), args)) {
            if (arg.equals("--")) {
                break;
            }
            if (isHelp(arg)) {
                shell.out().print(Help.command(command.syntax(), shell.colour()));
                return 0;
            }
        }
        return command.run(CommandLine.parse(command.syntax(), args), shell);
    }

    private static int help(List<String> words, Shell shell) {
        var name = String.join(" ", words);
        var command = find(name);
        if (name.isEmpty()) {
            shell.out().print(Help.program(shell.colour()));
        } else if (group(name) != null) {
            shell.out().print(Help.group(name, shell.colour()));
        } else if (command != null) {
            shell.out().print(Help.command(command.syntax(), shell.colour()));
        } else {
            throw unknown(name);
        }
        return 0;
    }

    private static boolean isHelp(String arg) {
        return arg.equals("--help") || arg.equals("-help") || arg.equals("-h");
    }

    private static Failure unknown(String name) {
        if (name.startsWith("-")) {
            return Failure.usage("options come after the command: `engine members " + name + "`.");
        }
        var near = Nearest.to(name.toLowerCase(Locale.ROOT), NAMES);
        return Failure.usage("there is no command '" + name + "'"
                + (near == null ? "." : "; did you mean '" + near + "'?") + " `engine --help` lists them.");
    }
}
