package engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, and what stays pure. */
final class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("engine");

    private static void holds(ArchRule rule) {
        rule.check(CLASSES);
    }

    /** Of this program, classes of {@code name} know those of {@code known} and of their own package alone. All may count. */
    private static void knowsOnly(String name, String... known) {
        var allowed = Stream.concat(Stream.of(name, "engine.metrics"), Stream.of(known))
                .distinct()
                .toArray(String[]::new);
        holds(noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat(resideInAPackage("engine..")
                        .and(DescribedPredicate.not(resideInAnyPackage(allowed)))
                        .as("are of another package than " + Set.of(allowed))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "engine.checks",
                "engine.events",
                "engine.http.message",
                "engine.http.protocol",
                "engine.http.sockets",
                "engine.dns",
                "engine.metrics",
                "engine.process",
                "engine.remote",
                "engine.state",
                "engine.tar",
                "engine.text"
            })
    void leavesStateAndProcessesKnowNothingElseOfTheProgram(String name) {
        knowsOnly(name);
    }

    @Test
    void whatIsShownOfAnAgentKnowsTheStateAlone() {
        knowsOnly("engine.telemetry", "engine.state", "engine.telemetry.statsd");
        knowsOnly("engine.telemetry.statsd");
        assertThat(publicTypes("engine.telemetry")).containsExactlyInAnyOrder("Telemetry");
    }

    @Test
    void theLogOfTheAgentKnowsTheConfigurationAlone() {
        knowsOnly("engine.logging", "engine.config");
        assertThat(publicTypes("engine.logging")).containsExactlyInAnyOrder("Levels", "Logging", "Monitors");
    }

    @Test
    void theHttpApiKnowsNothingElseOfTheProgram() {
        knowsOnly("engine.http", "engine.http.message", "engine.http.protocol", "engine.http.sockets");
    }

    @Test
    void configurationKnowsChecksAndEventsAlone() {
        knowsOnly("engine.config", "engine.checks", "engine.events", "engine.text");
    }

    @Test
    void probingForNodesWithoutAnAgentKnowsChecksAndTheStateAlone() {
        knowsOnly("engine.external", "engine.checks", "engine.config", "engine.state", "engine.text");
        arePure("engine.external", "Assignment", "Duties", "ExternalCheck", "ProbeDefinition", "Probed", "Prober");
    }

    @Test
    void coordinatesKnowTheLinkTheStateAndTheirPortAlone() {
        knowsOnly(
                "engine.coordinates",
                "engine.http",
                "engine.http.message",
                "engine.link",
                "engine.state",
                "engine.text");
        arePure("engine.coordinates", "Coordinate", "Vivaldi", "Place");
        assertThat(publicTypes("engine.coordinates"))
                .containsExactlyInAnyOrder("AgentCoordinate", "Coordinate", "ServerCoordinates");
    }

    @Test
    void whatAnOperatorSetsKnowsItsPortAlone() {
        knowsOnly("engine.operator", "engine.http", "engine.text");
        arePure("engine.operator", "AutopilotText", "DeadServers");
        knowsOnly("engine.host");
    }

    @Test
    void preparedQueriesKnowTheEdgesTheirRecordsAndTheStateAlone() {
        knowsOnly("engine.queries", "engine.http", "engine.dns", "engine.kv", "engine.state");
        arePure(
                "engine.queries",
                "Interpolation",
                "InterpolationParser",
                "Ordering",
                "QueryCodec",
                "Selection",
                "ServiceTexts",
                "Template");
        assertThat(publicTypes("engine.queries"))
                .containsExactlyInAnyOrder("Distances", "DnsQueries", "Execution", "HttpQueries", "RestoredQueries");
    }

    @Test
    void whatTriggersWaitForKnowsEventsAlone() {
        knowsOnly("engine.sources", "engine.events", "engine.text");
        arePure(
                "engine.sources",
                "Answer",
                "CheckObserver",
                "InstanceObserver",
                "KeyObserver",
                "NodeObserver",
                "Observer",
                "ScheduleObserver",
                "SettlingObserver",
                "Sighting",
                "WatchObserver");
        assertThat(publicTypes("engine.sources")).containsExactlyInAnyOrder("Answer", "SourceWatch");
    }

    @Test
    void archivesKnowTheStateTheDiskAndEventsAlone() {
        knowsOnly("engine.snapshot", "engine.state", "engine.durable", "engine.events", "engine.tar");
    }

    @Test
    void howNamesSeeTheCatalogKnowsTheStateAndItsEdgesAlone() {
        knowsOnly("engine.naming", "engine.state", "engine.dns", "engine.http");
    }

    @Test
    void theLinkBetweenAgentsKnowsStateFilesAndSocketsAlone() {
        knowsOnly(
                "engine.link",
                "engine.state",
                "engine.durable",
                "engine.http",
                "engine.http.message",
                "engine.http.sockets",
                "engine.text");
    }

    @Test
    void whatIsRegisteredHereKnowsChecksAndWhereTheyAreKeptAlone() {
        knowsOnly(
                "engine.local",
                "engine.checks",
                "engine.config",
                "engine.durable",
                "engine.http",
                "engine.state",
                "engine.text");
        arePure("engine.local", "CheckPast", "CheckState", "DefinitionText", "LocalCheck", "Maintenance", "SpecText");
    }

    @Test
    void theLogOnDiskKnowsFilesAlone() {
        knowsOnly("engine.segments", "engine.durable");
        assertThat(publicTypes("engine.segments")).containsExactlyInAnyOrder("PlainStorage", "SegmentLog");
    }

    @Test
    void whatTheLogHasIsPure() {
        arePure("engine.segments", "Damage", "Kind", "LogIndex", "RecordHeader", "Segment", "SegmentHeader", "Terms");
    }

    @Test
    void theClusterKnowsStateAndDiskAlone() {
        knowsOnly("engine.cluster", "engine.state", "engine.durable", "engine.remote", "engine.text");
    }

    @Test
    void proposalsKnowTheStateMachineTheLogAndTheStateAlone() {
        knowsOnly("engine.proposal", "engine.kv", "engine.raft", "engine.state", "engine.remote");
    }

    @Test
    void decisionsAboutProposalsArePure() {
        arePure(
                "engine.proposal",
                "CommandId",
                "Expiry",
                "Identity",
                "Inbox",
                "Leader",
                "LogClock",
                "Outbox",
                "Proposing",
                "RequestId",
                "Watermark",
                "Weight");
    }

    @Test
    void theLogKnowsTheDiskAndSignalsAlone() {
        knowsOnly("engine.raft", "engine.durable", "engine.process", "engine.remote");
    }

    @Test
    void decisionsOfTheLogArePure() {
        arePure("engine.raft", "CommitNews", "Fate", "Proposal", "View", "VoterId", "Voters");
    }

    @Test
    void decisionsAboutTheClusterArePure() {
        arePure(
                "engine.cluster",
                "ClusterMember",
                "Decision",
                "Downing",
                "Election",
                "Formation",
                "KnownServers",
                "Merging",
                "Peer",
                "Rivals",
                "Self",
                "ServerReport",
                "Standing");
    }

    @Test
    void theKeyValueStoreKnowsTheWireAndPersistentMapsAlone() {
        knowsOnly("engine.kv", "engine.state");
        holds(noClasses()
                .that()
                .resideInAPackage("engine.kv")
                .should()
                .dependOnClassesThat(resideInAPackage("engine.state")
                        .and(DescribedPredicate.not(DescribedPredicate.describe(
                                "wire and maps",
                                type -> Set.of("WireReader", "WireWriter", "PersistentSortedMap")
                                        .contains(type.getSimpleName()))))
                        .as("are of the state, but for its wire and its maps")));
    }

    /** All of it: what it makes of a batch must be the same everywhere and always. */
    @Test
    void theKeyValueStoreIsPure() {
        var names = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("engine.kv") && type.isTopLevelClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .toArray(String[]::new);
        arePure("engine.kv", names);
        holds(noClasses().that().resideInAPackage("engine.kv").should().dependOnClassesThat(vary()));
    }

    private static DescribedPredicate<JavaClass> vary() {
        var types = Set.of(
                "java.util.Random",
                "java.util.UUID",
                "java.util.concurrent.ThreadLocalRandom",
                "java.util.SplittableRandom",
                "java.util.HashSet");
        return DescribedPredicate.describe("vary from run to run", type -> types.contains(type.getName()));
    }

    @Test
    void onlyTheCommandLineKnowsTheCommandLine() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("engine.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("engine.cli"));
    }

    @Test
    void theAgentShowsItsProcessAndItsVersionAlone() {
        assertThat(publicTypes("engine")).containsExactlyInAnyOrder("AgentProcess", "Version");
        assertThat(publicTypes("engine.process"))
                .containsExactlyInAnyOrder("CompilerThreads", "FilePages", "Processes", "Signals");
        assertThat(publicTypes("engine.timers")).containsExactlyInAnyOrder("SlotScheduler");
        assertThat(publicTypes("engine.cli")).containsExactlyInAnyOrder("Main");
    }

    private static Set<String> publicTypes(String name) {
        return CLASSES.stream()
                .filter(type -> type.getPackageName().equals(name))
                .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
    }

    @Test
    void decisionsOfChecksArePure() {
        arePure(
                "engine.checks",
                "Der",
                "DnsValue",
                "DockerStream",
                "GrpcHealth",
                "GrpcStatus",
                "Health",
                "HttpExpectation",
                "HttpJudgement",
                "JsonScalars",
                "Limit",
                "Output",
                "Policy",
                "Result",
                "Stagger",
                "Status");
    }

    @Test
    void decisionsAboutEventsArePure() {
        arePure(
                "engine.events",
                "Action",
                "AllowedCommands",
                "Cause",
                "Claim",
                "Cron",
                "Debounce",
                "Defined",
                "Event",
                "EventRequest",
                "Filter",
                "HandledIds",
                "Matching",
                "Occasion",
                "Outcome",
                "QueuePolicy",
                "RemoteCommand",
                "Resumption",
                "Retry",
                "Run",
                "RunEnvironment",
                "RunQueue",
                "Template",
                "Trigger");
    }

    @Test
    void decisionsAboutRolloutsArePure() {
        arePure(
                "engine.events",
                "Observation",
                "Rollout",
                "RolloutNode",
                "RolloutOrder",
                "RolloutRecord",
                "RolloutRetention",
                "RolloutSpec",
                "RolloutStatus",
                "RolloutStep",
                "RolloutVerb",
                "Share");
    }

    @Test
    void answersOfDnsArePure() {
        arePure("engine.dns", "Zone", "Query", "Reply", "ServiceRecords", "NodeRecords", "Names", "Asked", "Responder");
    }

    @Test
    void whatARestoreWritesIsPure() {
        arePure(
                "engine.snapshot",
                "Restoration",
                "Ahead",
                "Agents",
                "Saved",
                "Header",
                "Format",
                "SnapshotName",
                "Origin");
    }

    @Test
    void decisionsOfTheLinkArePure() {
        arePure(
                "engine.link",
                "Admission",
                "Backoff",
                "FrameCodec",
                "Nearest",
                "Ownership",
                "Parts",
                "Silence",
                "Tries");
    }

    /** All but the actors and those who tell them, the wire and the one place that looks at the time. */
    @Test
    void stateIsPure() {
        var edges = Set.of(
                "Store",
                "Pending",
                "StateWriter",
                "EventReports",
                "OwnView",
                "BucketSerializer",
                "HybridClock",
                "package-info");
        var names = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("engine.state") && type.isTopLevelClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !edges.contains(name))
                .toArray(String[]::new);
        arePure("engine.state", names);
    }

    private static void arePure(String packageName, String... names) {
        var pure = Stream.of(names).map(name -> packageName + "." + name).collect(Collectors.toSet());
        assertThat(CLASSES.stream().map(JavaClass::getName)).containsAll(pure);
        var these = DescribedPredicate.<JavaClass>describe(
                "are decisions or values of " + packageName,
                type -> pure.stream()
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$")));
        holds(noClasses().that(these).should().dependOnClassesThat(actOrWait()));
        holds(noClasses().that(these).should().callMethodWhere(readsTheTime()));
    }

    private static DescribedPredicate<JavaClass> actOrWait() {
        var tools = Set.of(
                "java.lang.Thread",
                "java.lang.Process",
                "java.lang.ProcessBuilder",
                "java.lang.ProcessHandle",
                "java.time.Clock",
                "java.io.File",
                "java.io.FileInputStream",
                "java.io.FileOutputStream",
                "java.io.RandomAccessFile",
                "java.net.Socket",
                "java.net.ServerSocket",
                "java.net.DatagramSocket");
        return resideInAnyPackage(
                        "org.apache.pekko.actor..",
                        "org.apache.pekko.stream..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net.http..",
                        "java.lang.management..")
                .or(DescribedPredicate.describe("tools", type -> tools.contains(type.getName())))
                .as("are actors, threads, processes, clocks, files or sockets");
    }

    private static DescribedPredicate<JavaCall<?>> readsTheTime() {
        var calls = Set.of(
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.time.Instant.now",
                "java.time.InstantSource.system");
        return DescribedPredicate.describe(
                "reads the time", call -> calls.contains(call.getTargetOwner().getName() + "." + call.getName()));
    }

    @Test
    void everyPackageIsNullMarked() {
        var packages = CLASSES.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
        assertThat(packages).hasSizeGreaterThanOrEqualTo(10);
        assertThat(packages.stream().filter(each -> !each.isAnnotatedWith(NullMarked.class)))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    @Test
    void namesSayWhatAThingIs() {
        holds(classes()
                .that()
                .resideInAPackage("engine..")
                .should()
                .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?|.*\\.(Abstract|Base)[A-Z].*"));
    }
}
