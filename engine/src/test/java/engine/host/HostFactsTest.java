package engine.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostFactsTest {

    @Test
    void memoryIsInBytes() {
        assertThat(HostFacts.memory(List.of(
                        "MemTotal:       1000 kB",
                        "MemFree:         200 kB",
                        "MemAvailable:    700 kB",
                        "Buffers:          10 kB",
                        "Cached:           80 kB",
                        "SReclaimable:     10 kB",
                        "Odd line",
                        "HugePages_Total:       0")))
                .containsEntry("total", 1_024_000L)
                .containsEntry("available", 716_800L)
                .containsEntry("free", 204_800L)
                .containsEntry("used", 716_800L)
                .containsEntry("usedPercent", 70.0);
        assertThat(HostFacts.memory(List.of())).containsEntry("total", 0L).containsEntry("usedPercent", 0.0);
    }

    @Test
    void eachProcessorIsOne() {
        var all = HostFacts.processors(List.of(
                "before",
                "processor\t: 0",
                "vendor_id\t: GenuineIntel",
                "model name\t: Xeon",
                "cpu MHz\t\t: 2300.5",
                "cache size\t: 266240 KB",
                "flags\t\t: fpu vme",
                "",
                "processor\t: 1",
                "cpu MHz\t\t: odd"));
        assertThat(all).hasSize(2);
        assertThat(all.getFirst())
                .containsEntry("cpu", 0)
                .containsEntry("vendorId", "GenuineIntel")
                .containsEntry("modelName", "Xeon")
                .containsEntry("mhz", 2300.5)
                .containsEntry("cacheSize", 266240.0)
                .containsEntry("flags", List.of("fpu", "vme"));
        assertThat(all.getLast()).containsEntry("cpu", 1).containsEntry("mhz", 0.0);
    }

    @Test
    void thisHostHasAllParts() {
        var facts = HostFacts.now();
        assertThat(facts).containsOnlyKeys("Memory", "CPU", "Host", "Disk", "CollectionTime", "Errors");
        assertThat((Map<?, ?>) facts.get("Host"))
                .extracting("kernelVersion")
                .asString()
                .isNotEmpty();
    }
}
