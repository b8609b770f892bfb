package engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import engine.checks.CheckDefinition;
import engine.checks.CheckSpec;
import engine.checks.Policy;
import engine.checks.Status;
import engine.events.Action;
import engine.events.AllowedCommands;
import engine.events.Trigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    @TempDir
    Path directory = Path.of("");

    private Given given = new Given(directory);

    @BeforeEach
    void giveDirectory() {
        given = new Given(directory);
    }

    @Test
    void withoutFilesEverySettingHasItsDefaultAndNoWarning() {
        var loaded = given.load();
        var settings = loaded.settings();

        assertThat(loaded.warnings()).isEmpty();

        assertThat(settings)
                .isEqualTo(new Settings(
                        new Settings.Node("box", Optional.empty(), Map.of(), "dc1", false),
                        false,
                        false,
                        0,
                        Optional.of(Path.of("/var/lib/engine")),
                        Optional.empty(),
                        "0.0.0.0",
                        "10.0.0.7",
                        List.of("127.0.0.1"),
                        new Settings.Addresses(List.of("127.0.0.1"), List.of("127.0.0.1")),
                        new Settings.Ports(8500, -1, 8600, 8300, 8301, 8302),
                        new Settings.Join(List.of(), List.of(), Duration.ofSeconds(30), 0, false),
                        new Settings.Cluster(Optional.empty(), Duration.ofMinutes(1), Duration.ofHours(72)),
                        new Settings.Leaving(true, true),
                        new Settings.Snapshots(
                                Duration.ofHours(1), 24, Optional.of(Path.of("/var/lib/engine/snapshots"))),
                        new Settings.ScriptChecks(false, false),
                        new Settings.ExternalChecks(Settings.ExternalChecks.Probe.AUTO, false),
                        Duration.ofMinutes(5),
                        4096,
                        new Settings.Log("info", Optional.empty(), false, 0, Duration.ofHours(24), 0),
                        new Settings.Telemetry("consul", List.of(), true, false, Settings.Statsd.NONE),
                        new Settings.Dns(
                                "consul",
                                "",
                                Duration.ZERO,
                                Map.of(),
                                false,
                                3,
                                0,
                                true,
                                true,
                                3600,
                                600,
                                86400,
                                0,
                                new Settings.DnsAnswers(true, false, "random", false, "", 0),
                                new Settings.Recursors(
                                        List.of(),
                                        Duration.ofSeconds(2),
                                        false,
                                        List.of(
                                                "127.0.0.0/8",
                                                "::1",
                                                "10.0.0.0/8",
                                                "172.16.0.0/12",
                                                "192.168.0.0/16",
                                                "169.254.0.0/16",
                                                "100.64.0.0/10",
                                                "fc00::/7",
                                                "fe80::/10")),
                                new Settings.DnsTls(-1, "", ""),
                                new Settings.DnsFreshness(Duration.ofDays(3_650), false, Duration.ZERO)),
                        new Settings.Http(
                                512 * 1024,
                                512 * 1024,
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(10),
                                512 * 1024,
                                128,
                                Duration.ofSeconds(10),
                                200,
                                new HttpProtocol(
                                        64 * 1024,
                                        Duration.ofSeconds(30),
                                        Duration.ofMinutes(10),
                                        Map.of(),
                                        List.of(),
                                        List.of(),
                                        true,
                                        false,
                                        "off",
                                        new HttpProtocol.Sockets("", "", ""))),
                        new Settings.Events(
                                64 * 1024,
                                10_000,
                                4096,
                                Duration.ofMinutes(1),
                                Duration.ofDays(7),
                                64 * 1024 * 1024,
                                Duration.ofDays(1)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void devIsAServerOnLoopbackThatKeepsNothingAndRunsTheScriptsOfItsFiles() {
        var settings = given.load(Map.of(), true).settings();

        assertThat(settings.server()).isTrue();
        assertThat(settings.bootstrapExpect()).isEqualTo(1);
        assertThat(settings.dataDir()).isEmpty();
        assertThat(settings.bindAddress()).isEqualTo("127.0.0.1");
        assertThat(settings.clientAddresses()).containsExactly("127.0.0.1");
        assertThat(settings.log().level()).isEqualTo("info");
        assertThat(settings.scriptChecks()).isEqualTo(new Settings.ScriptChecks(false, true));
    }

    @Test
    void aFileOverridesDevAndTheCommandLineOverridesTheFile() {
        given.file("a.conf", "client-addr = \"0.0.0.0\", ports { http = 1, dns = 2 }");

        var settings = given.load(Map.of("ports.http", 9), true, "a.conf").settings();

        assertThat(settings.clientAddresses()).containsExactly("0.0.0.0");
        assertThat(settings.ports().http()).isEqualTo(9);
        assertThat(settings.ports().dns()).isEqualTo(2);
    }

    @Test
    void theConfigurationOfTheRecordedAnswersIsReadUnderDev() {
        given.file("reference.json", """
                {
                  "bind_addr": "127.0.0.1", "client_addr": "127.0.0.1", "node_name": "node1", "datacenter": "dc1",
                  "node_meta": {"rack": "r1"},
                  "enable_script_checks": true, "disable_remote_exec": true, "log_level": "warn",
                  "ports": {"http": 18500, "dns": 18600, "server": 18300, "serf_lan": 18301, "serf_wan": 18302}
                }
                """);

        var loaded = given.load(Map.of(), true, "reference.json");

        assertThat(loaded.settings().node())
                .isEqualTo(new Settings.Node("node1", Optional.empty(), Map.of("rack", "r1"), "dc1", false));
        assertThat(loaded.settings().ports()).isEqualTo(new Settings.Ports(18500, -1, 18600, 18300, 18301, 18302));
        assertThat(loaded.settings().scriptChecks().any()).isTrue();
        assertThat(loaded.settings().log().level()).isEqualTo("warn");
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void whatAllowsCommandsMakesATriggerForThem() {
        given.file("exec.conf", """
                disable-remote-exec = false
                allow-remote-exec = ["uptime", "systemctl restart *"]
                events.trigger-timeout = 7s
                """);

        assertThat(given.load(Map.of(), true, "exec.conf").settings().triggers())
                .containsExactly(Trigger.remoteExec(
                        new AllowedCommands(List.of("uptime", "systemctl restart *")), Duration.ofSeconds(7)));
        assertThat(given.load(Map.of("disable-remote-exec", true), true, "exec.conf")
                        .settings()
                        .triggers())
                .isEmpty();
    }

    @Test
    void theConfigurationOfAMeasuredServerIsRead() {
        given.file("config.json", """
                {"node_name":"node1","data_dir":"/d/data","bind_addr":"127.0.0.1","client_addr":"127.0.0.1",
                 "ports":{"http":1000,"dns":1001,"server":1002,"serf_lan":1003,"serf_wan":-1,"grpc":-1},
                 "performance":{"raft_multiplier":1},"log_level":"INFO",
                 "disable_update_check":true,"enable_local_script_checks":true,"enable_script_checks":true,
                 "limits":{"http_max_conns_per_client":10000,"rpc_max_conns_per_client":10000},
                 "server":true, "bootstrap_expect":3,"retry_interval":"1s","retry_join":["127.0.0.1:1003","127.0.0.1:1013"]}
                """);

        var loaded = given.load(Map.of(), false, "config.json");
        var settings = loaded.settings();

        assertThat(settings.bootstrapExpect()).isEqualTo(3);
        assertThat(settings.dataDir()).contains(Path.of("/d/data"));
        assertThat(settings.join())
                .isEqualTo(new Settings.Join(
                        List.of(), List.of("127.0.0.1:1003", "127.0.0.1:1013"), Duration.ofSeconds(1), 0, false));
        assertThat(settings.http().maxConnectionsPerClient()).isEqualTo(10_000);
        assertThat(loaded.warnings().stream().map(given::here))
                .containsExactly(
                        "config.json:3: performance has no counterpart here and no effect",
                        "config.json:4: disable_update_check is not needed: nothing here asks for updates",
                        "config.json:5: limits.rpc_max_conns_per_client has no counterpart here and no effect");
    }

    @Test
    void ourOwnStyleIsRead() {
        given.file("own.conf", """
                datacenter = dc1
                server = true
                retry-join = ["10.0.0.1", "10.0.0.2"]
                service {
                  name = elasticsearch, port = 9200, tags = [search]
                  check { script = "curl -fs http://127.0.0.1:9200", interval = 10s, timeout = 3s }   # or args = [...], http, tcp, ttl ...
                }
                trigger.deploy {                       # `engine event deploy 1.4.2` runs this on matching nodes
                  on { event = deploy }
                  run = ["/opt/app/deploy.sh"]         # payload on stdin
                  where { service = web, tag = v2 }    # only where such a service runs
                  timeout = 2m, retries = 0, queue = serial
                }
                """);

        var settings = given.load("own.conf").settings();

        assertThat(settings.join().retry()).containsExactly("10.0.0.1:8301", "10.0.0.2:8301");
        assertThat(settings.services().getFirst().tags()).containsExactly("search");
        assertThat(settings.services().getFirst().checks().getFirst().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.triggers())
                .containsExactly(new Trigger(
                        "deploy",
                        new Trigger.Source.UserEvent("deploy"),
                        new Trigger.Where("web", "v2", ""),
                        List.of("/opt/app/deploy.sh"),
                        Duration.ofMinutes(2)));
    }

    @Test
    void aServiceWithAScriptCheckIsReadAndToldThatScriptsAreOff() {
        given.file(
                "es.json",
                "{\"service\": {\"name\": \"elasticsearch\", \"port\": 9200, \"check\": {\"script\": \"curl -s http://127.0.0.1:9200\", \"interval\": \"10s\"}}}");

        var loaded = given.load("es.json");
        var service = loaded.settings().services().getFirst();

        assertThat(service.id()).isEqualTo("elasticsearch");
        assertThat(service.port()).isEqualTo(9200);
        assertThat(service.checks())
                .containsExactly(new CheckDefinition(
                        "service:elasticsearch",
                        "Service 'elasticsearch' check",
                        "",
                        "elasticsearch",
                        new CheckSpec.Script(List.of("/bin/sh", "-c", "curl -s http://127.0.0.1:9200")),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Status.CRITICAL,
                        Policy.IMMEDIATE,
                        4096,
                        Optional.empty()));
        assertThat(loaded.warnings().stream().map(given::here))
                .containsExactly(
                        "es.json:1: check 'service:elasticsearch' runs a program, which this agent does not allow; set enable-local-script-checks = true");
        assertThat(given.load(Map.of("data-dir", "/d", "enable-local-script-checks", true), false, "es.json")
                        .warnings())
                .isEmpty();
    }

    @Test
    void checksThatNeedThemselvesOrWhatIsNotThereAreWarnedOf() {
        given.file("all.conf", """
                checks = [
                  { id = a, name = a, ttl = 1h, depends-on = [b] }
                  { id = b, name = b, any-of = [c, gone] }
                  { id = c, name = c, ttl = 1h, depends-on = [a, lost] }
                  { id = d, name = d, ttl = 1h, depends-on = [a] }
                ]
                """);
        assertThat(given.load(Map.of("data-dir", "/d"), false, "all.conf").warnings().stream()
                        .map(given::here))
                .containsExactly(
                        "all.conf:2: check 'a' would depend on itself: a -> b -> c -> a",
                        "all.conf:3: check 'b' would depend on itself: b -> c -> a -> b",
                        "all.conf:3: check 'b' is made of check 'gone', which no file defines; as long as it is not registered over HTTP, it counts as critical",
                        "all.conf:4: check 'c' would depend on itself: c -> a -> b -> c",
                        "all.conf:4: check 'c' depends on check 'lost', which no file defines; as long as it is not registered over HTTP, that has no effect");
    }

    @Test
    void definitionsMayBeListsOrBlocksByName() {
        given.file("all.conf", """
                services { web { port = 80 }, blue { name = web, port = 81, checks { alive { ttl = 10s } } } }
                checks { disk { ttl = 1h } }
                check = [ { name = a, ttl = 5 minutes }, { name = b, ttl = 1m30s } ]
                trigger = [ { name = t, on { event = e }, run = "echo hi" } ]
                """);

        var settings = given.load("all.conf").settings();

        assertThat(settings.services().stream().map(ServiceDefinition::id)).containsExactly("blue", "web");
        assertThat(settings.services().stream().map(ServiceDefinition::name)).containsExactly("web", "web");
        assertThat(settings.services().getFirst().checks().getFirst().name()).isEqualTo("alive");
        assertThat(settings.checks().stream().map(CheckDefinition::id)).containsExactly("disk", "a", "b");
        assertThat(settings.triggers().getFirst().action())
                .isEqualTo(Action.Program.of(List.of("/bin/sh", "-c", "echo hi")));
    }

    @Test
    void spellingsOfAKeyAreOneKeyAndEmptyFilesAreLegal() {
        given.file("1.json", "")
                .file("2.conf", "# nothing\n")
                .file("3.json", "{\"NodeName\": \"a\", \"DNSConfig\": {\"NodeTTL\": \"5s\"}, \"log_level\": null}");

        var settings = given.load().settings();

        assertThat(settings.node().name()).isEqualTo("a");
        assertThat(settings.dns().nodeTtl()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.log().level()).isEqualTo("info");
    }

    @Test
    void addressesAreOneTextWithSpacesOrAList() {
        given.file(
                "a.conf",
                "client-addr = \"127.0.0.1 ::1\", addresses { dns = [\"127.0.0.53\"] }, bind-addr = \"10.1.1.1\"");

        var settings = given.load("a.conf").settings();

        assertThat(settings.clientAddresses()).containsExactly("127.0.0.1", "::1");
        assertThat(settings.addresses().http()).containsExactly("127.0.0.1", "::1");
        assertThat(settings.addresses().dns()).containsExactly("127.0.0.53");
        assertThat(settings.advertiseAddress()).isEqualTo("10.1.1.1");
    }

    @Test
    void dnsSettingsAreReadWithTtlsOfSingleServices() {
        given.file("dns.json", """
                {"domain": "Example.", "recursors": ["9.9.9.9", "[::1]:5353", "1.1.1.1:54"], "dns_config": {
                  "service_ttl": {"*": "5s",
                                  "web": "1s", "a*b": "1s"},
                  "recursor_strategy": "random", "recursor_timeout": "1s", "disable_compression": true,
                  "only_passing": true, "allow_stale": true, "max_stale": "876000h", "use_cache": true, "cache_max_age": "1m",
                  "prefer_namespace": true, "soa": {"min_ttl": 30, "refresh": "1h"}}}
                """);

        var loaded = given.load("dns.json");
        var dns = loaded.settings().dns();

        assertThat(dns.domain()).isEqualTo("example");
        assertThat(dns.serviceTtl())
                .isEqualTo(
                        Map.of("*", Duration.ofSeconds(5), "web", Duration.ofSeconds(1), "a*b", Duration.ofSeconds(1)));
        assertThat(dns.recursors().servers())
                .extracting(Object::toString)
                .containsExactly("/9.9.9.9:53", "/[0:0:0:0:0:0:0:1]:5353", "/1.1.1.1:54");
        assertThat(dns.recursors().random()).isTrue();
        assertThat(dns.recursors().timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(dns.answers().compress()).isFalse();
        assertThat(dns.onlyPassing()).isTrue();
        assertThat(dns.freshness())
                .isEqualTo(new Settings.DnsFreshness(Duration.ofDays(3_650), true, Duration.ofMinutes(1)));
        assertThat(dns.soaMinTtl()).isEqualTo(30);
        assertThat(dns.soaRefresh()).isEqualTo(3600);
        assertThat(loaded.warnings().stream().map(given::here))
                .containsExactly(
                        "dns.json:6: dns-config.prefer_namespace has no counterpart here and no effect",
                        "dns.json:3: dns-config.service-ttl.a*b has no effect: * stands for the rest of a name, at its end");
    }

    @Test
    void withoutAllowStaleNoAgeIsAllowed() {
        given.file("dns.json", """
                {"dns_config": {"allow_stale": false, "max_stale": "10s"}}
                """);
        assertThat(given.load("dns.json").settings().dns().freshness().maxStale())
                .isZero();
        given.file("dns.json", """
                {"dns_config": {"max_stale": "10s"}}
                """);
        assertThat(given.load("dns.json").settings().dns().freshness().maxStale())
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatProtectsInConsulAndNotHereIsWarnedOf() {
        given.file("secure.json", """
                {"encrypt": "cg8StVXbQJ0gPvMd9o7yrg==",
                 "acl": {"enabled": true},
                 "verify_incoming": true,
                 "ports": {"https": 8501},
                 "watches": [{"type": "event", "name": "deploy", "handler_type": "script", "args": ["/d.sh", "--token=s"]},
                             {"type": "key", "key": "a", "args": ["/k.sh"]}],
                 "node_name": "a_b"}
                """);

        assertThat(given.load("secure.json").warnings().stream().map(given::here))
                .containsExactly(
                        "secure.json:2: acl has no effect in this version: there is no access control",
                        "secure.json:3: verify_incoming has no effect in this version: traffic is not encrypted",
                        "secure.json:4: ports.https has no effect in this version",
                        "secure.json:7: node name 'a_b' cannot be asked for over DNS: only letters, digits and hyphens can",
                        "secure.json:1: encrypt proves that agents belong together; traffic is not encrypted in this version");
    }

    @Test
    void partsOfAServiceThatAreLeftOutAreWarnedOfWithTheirLine() {
        given.file("s.json", """
                {"services": [
                  {"name": "my_web", "token": "secret",
                   "connect": {"sidecar_service": {}}}]}
                """);

        assertThat(given.load("s.json").warnings().stream().map(given::here))
                .containsExactly(
                        "s.json:3: 'connect' has no effect in this version",
                        "s.json:2: service name 'my_web' cannot be asked for over DNS: only letters, digits and hyphens can");
    }

    @Test
    void theEnvironmentIsSubstitutedAndFilesBesideAreIncluded() {
        given.file("main.conf", "include \"ports.conf\"\ndata-dir = ${PATH}\nnode-name = a${?NOT_SET_ANYWHERE}")
                .file("ports.conf", "ports { http = 1234 }");

        var settings = given.load(Map.of(), false, "main.conf").settings();

        assertThat(settings.dataDir()).contains(Path.of(System.getenv("PATH")));
        assertThat(settings.node().name()).isEqualTo("a");
        assertThat(settings.ports().http()).isEqualTo(1234);
    }

    @Test
    void directoriesAreMergedInOrderOfNamesAndDefinitionsAddUp() {
        given.file("d/20.json", "{\"log_level\": \"warn\", \"retry_join\": [\"b\"], \"service\": {\"name\": \"two\"}}")
                .file(
                        "d/10.conf",
                        "log-level = debug, retry-join = [a], service { name = one }, node-meta { x = 1, y = 1 }")
                .file("d/30.conf", "node-meta { y = 2 }, checks = [ { name = c, ttl = 1s } ], retry-join = c")
                .file("d/README.txt", "no configuration")
                .file("d/deeper/40.conf", "log-level = error")
                .file("e.conf", "service { name = three }, check { name = d, ttl = 1s }");

        var settings = given.load(Map.of("data-dir", "/d", "retry-join", List.of("z")), false, "d", "e.conf")
                .settings();

        assertThat(settings.log().level()).isEqualTo("warn");
        assertThat(settings.join().retry()).containsExactly("a:8301", "b:8301", "c:8301", "z:8301");
        assertThat(settings.services().stream().map(ServiceDefinition::name)).containsExactly("one", "two", "three");
        assertThat(settings.checks().stream().map(CheckDefinition::name)).containsExactly("c", "d");
        assertThat(settings.node().meta()).isEqualTo(Map.of("x", "1", "y", "2"));
    }

    @Test
    void aHostNameThatDnsCannotAskForIsWarnedOf() {
        var machine = new Machine() {
            @Override
            public String hostName() {
                return "my_box";
            }

            @Override
            public String address() {
                return "10.0.0.7";
            }
        };

        assertThat(Configuration.load(new Sources(List.of(), Map.of(), true, ""), machine)
                        .warnings())
                .containsExactly(
                        "node name 'my_box' cannot be asked for over DNS: only letters, digits and hyphens can");
    }

    @Test
    void aFileOfAnotherNameIsReadAsTheHintSays() {
        given.file("agent", "{\"node_name\": \"x\"}");

        var loaded = Configuration.load(
                new Sources(List.of(directory.resolve("agent")), Map.of("data-dir", "/d"), false, "json"), Given.BOX);

        assertThat(loaded.settings().node().name()).isEqualTo("x");
    }

    @Test
    void ofADirectoryAFileOfAnotherNameIsReadAsTheHintSaysOrWarnedOf() {
        given.file("a.hocon", "node-name = x")
                .file("b", "{\"datacenter\": \"east\"}")
                .file(".b.swp", "no text")
                .file("b~", "{");

        var loaded =
                Configuration.load(new Sources(List.of(directory), Map.of("data-dir", "/d"), false, "json"), Given.BOX);
        assertThat(loaded.settings().node().name()).isEqualTo("x");
        assertThat(loaded.settings().node().datacenter()).isEqualTo("east");
        assertThat(loaded.warnings()).isEmpty();
        assertThat(given.load().warnings())
                .extracting(given::here)
                .containsExactly(
                        "b: passed over: the name must end in .conf, .hocon or .json, or -config-format must say which it is");
    }
}
