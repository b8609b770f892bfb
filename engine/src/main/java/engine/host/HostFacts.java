package engine.host;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Memory, processors, system and disk, under the names that clients of Consul know. What the system does not tell is left out or 0. */
public final class HostFacts {
    private static final long KIB = 1024;

    /** Names of clients, and what the system calls these. */
    private static final Map<String, String> SYSTEM_NAMES = new TreeMap<>(Map.ofEntries(
            Map.entry("active", "Active"),
            Map.entry("inactive", "Inactive"),
            Map.entry("dirty", "Dirty"),
            Map.entry("writeback", "Writeback"),
            Map.entry("writebacktmp", "WritebackTmp"),
            Map.entry("shared", "Shmem"),
            Map.entry("slab", "Slab"),
            Map.entry("sreclaimable", "SReclaimable"),
            Map.entry("sunreclaim", "SUnreclaim"),
            Map.entry("pagetables", "PageTables"),
            Map.entry("swapcached", "SwapCached"),
            Map.entry("swaptotal", "SwapTotal"),
            Map.entry("swapfree", "SwapFree"),
            Map.entry("commitlimit", "CommitLimit"),
            Map.entry("committedas", "Committed_AS"),
            Map.entry("hightotal", "HighTotal"),
            Map.entry("highfree", "HighFree"),
            Map.entry("lowtotal", "LowTotal"),
            Map.entry("lowfree", "LowFree"),
            Map.entry("mapped", "Mapped"),
            Map.entry("vmalloctotal", "VmallocTotal"),
            Map.entry("vmallocused", "VmallocUsed"),
            Map.entry("vmallocchunk", "VmallocChunk"),
            Map.entry("hugepagesize", "Hugepagesize")));

    private HostFacts() {}

    /** As it is now. Reads files, which may wait. */
    public static Map<String, ?> now() {
        var errors = new ArrayList<String>();
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("Memory", memory(lines("/proc/meminfo", errors)));
        facts.put("CPU", processors(lines("/proc/cpuinfo", errors)));
        facts.put("Host", system(errors));
        facts.put("Disk", disk(errors));
        facts.put("CollectionTime", Math.multiplyExact(Instant.now().toEpochMilli(), 1_000_000L));
        facts.put("Errors", errors.isEmpty() ? null : errors);
        return facts;
    }

    private static List<String> lines(String file, List<String> errors) {
        try {
            return Files.readAllLines(Path.of(file), StandardCharsets.UTF_8);
        } catch (IOException _) {
            errors.add(file + " cannot be read");
            return List.of();
        }
    }

    static Map<String, Object> memory(List<String> lines) {
        var kib = new TreeMap<String, Long>();
        for (var line : lines) {
            var parts = line.split(":?\\s+", 3);
            if (parts.length > 1 && parts[1].matches("[0-9]{1,15}")) {
                kib.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        var total = bytes(kib, "MemTotal");
        var free = bytes(kib, "MemFree");
        var buffers = bytes(kib, "Buffers");
        var cached = bytes(kib, "Cached") + bytes(kib, "SReclaimable");
        var used = Math.max(0, total - free - buffers - cached);
        var memory = new LinkedHashMap<String, Object>();
        memory.put("total", total);
        memory.put("available", bytes(kib, "MemAvailable"));
        memory.put("used", used);
        memory.put("usedPercent", total == 0 ? 0.0 : 100.0 * used / total);
        memory.put("free", free);
        memory.put("buffers", buffers);
        memory.put("cached", cached);
        SYSTEM_NAMES.forEach((name, systems) -> memory.put(name, bytes(kib, systems)));
        memory.put("hugepagestotal", kib.getOrDefault("HugePages_Total", 0L));
        memory.put("hugepagesfree", kib.getOrDefault("HugePages_Free", 0L));
        return memory;
    }

    private static long bytes(Map<String, Long> kib, String name) {
        return kib.getOrDefault(name, 0L) * KIB;
    }

    static List<Map<String, Object>> processors(List<String> lines) {
        var all = new ArrayList<Map<String, Object>>();
        for (var line : lines) {
            var colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            var name = line.substring(0, colon).strip();
            var value = line.substring(colon + 1).strip();
            if (name.equals("processor") && value.matches("[0-9]{1,9}")) {
                var one = new LinkedHashMap<String, Object>();
                one.put("cpu", Integer.parseInt(value));
                one.put("cores", 1);
                all.add(one);
            } else if (!all.isEmpty()) {
                fact(all.getLast(), name, value);
            }
        }
        return all;
    }

    private static void fact(Map<String, Object> processor, String name, String value) {
        switch (name) {
            case "vendor_id" -> processor.put("vendorId", value);
            case "cpu family" -> processor.put("family", value);
            case "model" -> processor.put("model", value);
            case "model name" -> processor.put("modelName", value);
            case "stepping" -> processor.put("stepping", number(value));
            case "physical id" -> processor.put("physicalId", value);
            case "core id" -> processor.put("coreId", value);
            case "microcode" -> processor.put("microcode", value);
            case "cpu MHz" -> processor.put("mhz", number(value));
            case "cache size" ->
                processor.put("cacheSize", number(value.replace("KB", "").strip()));
            case "flags" -> processor.put("flags", List.of(value.split(" +")));
            default -> {}
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static Map<String, Object> system(List<String> errors) {
        var bean = ManagementFactory.getOperatingSystemMXBean();
        var release = new TreeMap<String, String>();
        for (var line : lines("/etc/os-release", errors)) {
            var parts = line.split("=", 2);
            if (parts.length == 2) {
                release.put(parts[0], parts[1].replace("\"", ""));
            }
        }
        var uptime = (long) number(first(lines("/proc/uptime", errors)).split(" ")[0]);
        var system = new LinkedHashMap<String, Object>();
        system.put("hostname", hostname(errors));
        system.put("uptime", uptime);
        system.put("bootTime", Instant.now().getEpochSecond() - uptime);
        system.put("procs", ProcessHandle.allProcesses().count());
        system.put("os", bean.getName().toLowerCase(Locale.ROOT));
        system.put("platform", release.getOrDefault("ID", ""));
        system.put("platformFamily", release.getOrDefault("ID_LIKE", release.getOrDefault("ID", "")));
        system.put("platformVersion", release.getOrDefault("VERSION_ID", ""));
        system.put("kernelVersion", bean.getVersion());
        system.put("kernelArch", bean.getArch().equals("amd64") ? "x86_64" : bean.getArch());
        system.put("virtualizationSystem", "");
        system.put("virtualizationRole", "");
        system.put("hostid", first(lines("/etc/machine-id", errors)));
        return system;
    }

    private static String first(List<String> lines) {
        return lines.isEmpty() ? "" : lines.getFirst().strip();
    }

    private static String hostname(List<String> errors) {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            errors.add("the host's name is not known");
            return "";
        }
    }

    private static Map<String, Object> disk(List<String> errors) {
        var disk = new LinkedHashMap<String, Object>();
        try {
            var root = Path.of("/");
            FileStore store = Files.getFileStore(root);
            var total = store.getTotalSpace();
            var used = total - store.getUnallocatedSpace();
            disk.put("path", "/");
            disk.put("fstype", store.type());
            disk.put("total", total);
            disk.put("free", store.getUsableSpace());
            disk.put("used", used);
            disk.put("usedPercent", total == 0 ? 0.0 : 100.0 * used / total);
        } catch (IOException _) {
            errors.add("the disk cannot be asked");
        }
        return disk;
    }
}
