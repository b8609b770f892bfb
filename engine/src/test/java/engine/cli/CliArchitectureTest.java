package engine.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What keeps a call quick: who loads the agent, and who loads a library. */
final class CliArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("engine.cli");

    @Test
    void onlyTheWiringKnowsTheAgent() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Wiring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "engine",
                        "engine.config",
                        "engine.state",
                        "engine.durable..",
                        "engine.snapshot..",
                        "engine.cluster..",
                        "engine.link..",
                        "engine.checks..",
                        "engine.events..",
                        "engine.http..",
                        "engine.dns..",
                        "org.apache.pekko..")
                .check(CLASSES);
    }

    @Test
    void onlyHelpAndCompletionKnowPicocli() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(Help|HelpModel|CompletionCommand)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void nobodyLoadsAHeavyClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "tools.jackson..")
                .check(CLASSES);
    }
}
