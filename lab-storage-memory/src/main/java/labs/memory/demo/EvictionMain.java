package labs.memory.demo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import labs.memory.policy.EvictionPolicy;
import labs.memory.policy.HotWarmCold;
import labs.memory.policy.LeastRecentlyUsed;
import labs.memory.policy.TinyLfu;
import labs.memory.policy.Traces;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Counts the hits of each policy on the same traces. */
@Command(
        name = "eviction",
        sortOptions = false,
        description =
                "Count the hits of LRU, segmented LRU, TinyLFU and Caffeine on the same keys.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"2:wrong arguments", "130:stopped by Ctrl-C"})
public final class EvictionMain implements Callable<Integer> {
    @Option(
            names = "--keys",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many keys there are. Default: ${DEFAULT-VALUE}.")
    private int keys;

    @Option(
            names = "--asked",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "How often one is asked for. Default: ${DEFAULT-VALUE}.")
    private int asked;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "The same seed asks for the same keys. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("unused") // picocli reads it
    private boolean help;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    /** A trace that is fed to a policy. */
    private interface Trace {
        void feed(LongConsumer each);
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new EvictionMain()).execute(args));
    }

    @Override
    public Integer call() {
        if (keys < 1_000 || asked < 1) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "at least 1000 --keys, and at least 1 --asked");
        }
        Map<String, Trace> traces = new LinkedHashMap<>();
        traces.put("Zipf", each -> Traces.zipf(seed, keys, asked, each));
        traces.put("Zipf and scans", each -> Traces.zipfWithScans(seed, keys, asked, each));
        System.out.printf("%,d keys, asked for %,d times; hits in percent%n%n", keys, asked);
        traces.forEach(this::table);
        return 0;
    }

    private void table(String name, Trace trace) {
        System.out.printf("%-26s%10s%10s%10s%n", name, "1 %", "5 %", "20 %");
        row("LRU", trace, LeastRecentlyUsed::new);
        row("segmented LRU", trace, HotWarmCold::new);
        row("TinyLFU", trace, TinyLfu::new);
        row("Caffeine", trace, EvictionMain::caffeine);
        System.out.println();
    }

    private void row(String name, Trace trace, IntFunction<EvictionPolicy> policy) {
        System.out.printf("  %-24s", name);
        for (int percent : new int[] {1, 5, 20}) {
            System.out.printf("%10.1f", hitRate(trace, policy.apply(keys * percent / 100)));
        }
        System.out.println();
    }

    private static double hitRate(Trace trace, EvictionPolicy policy) {
        long[] counts = new long[2];
        trace.feed(
                key -> {
                    counts[0]++;
                    counts[1] += policy.access(key) ? 1 : 0;
                });
        return 100.0 * counts[1] / counts[0];
    }

    private static EvictionPolicy caffeine(int capacity) {
        Cache<Long, Boolean> cache =
                Caffeine.newBuilder().maximumSize(capacity).executor(Runnable::run).build();
        return key -> {
            boolean there = cache.getIfPresent(key) != null;
            if (!there) {
                cache.put(key, true);
            }
            return there;
        };
    }
}
